"""Following conversations, and noting how far one has read them."""

from django.db import connection, transaction

from accounts.models import User
from feed.models import FollowLevel, Post, ThreadFollow


@transaction.atomic
def follow_thread(*, post: Post, member: User, level: FollowLevel) -> ThreadFollow:
    """Choose what one is told of the conversation under a post that a door has let through."""
    follow, _is_new = ThreadFollow.objects.update_or_create(
        post=post, member=member, defaults={"level": level}
    )
    return follow


def mark_read(*, post: Post, member: User, seen_pk: int) -> None:
    """Note that the member has seen the conversation up to this comment; what is further stays.

    The newest comment there is counts as the limit, so that nobody marks as read what is not written yet. One
    statement: two tabs at once leave the further mark.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO feed_readmark AS mark (post_id, member_id, seen_pk, seen_at)
            SELECT post.id, %s, LEAST(%s, COALESCE(max(comment.id), 0)), now()
            FROM feed_post AS post LEFT JOIN feed_comment AS comment ON comment.post_id = post.id
            WHERE post.id = %s GROUP BY post.id
            ON CONFLICT (member_id, post_id)
            DO UPDATE SET seen_pk = greatest(mark.seen_pk, excluded.seen_pk), seen_at = excluded.seen_at
            """,
            [member.pk, seen_pk, post.pk],
        )
