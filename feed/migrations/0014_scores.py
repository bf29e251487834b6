"""Gives the posts that were there before Top the score that feed.ranking.hotness.points gives them."""

from django.db import migrations

BACKFILL = """
UPDATE feed_post SET score = 1 + reaction_count + least(1 + reaction_count, 0.5 * voices.total)
FROM (
    SELECT post.id, count(DISTINCT comment.author_id) AS total
    FROM feed_post AS post
    LEFT JOIN feed_comment AS comment
        ON comment.post_id = post.id AND comment.status = 'published' AND comment.author_id <> post.author_id
    GROUP BY post.id
) AS voices
WHERE voices.id = feed_post.id AND feed_post.published_at IS NOT NULL AND (reaction_count > 0 OR voices.total > 0)
"""


class Migration(migrations.Migration):
    dependencies = [("feed", "0013_following_and_mutes")]

    operations = [migrations.RunSQL(BACKFILL, migrations.RunSQL.noop, elidable=True)]
