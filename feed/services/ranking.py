"""Keeping the stored rank of a post true."""

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from feed import shown
from feed.models import Comment, Judgement, Post, TextKind
from feed.ranking.hotness import hotness, points


def refresh_hotness(post_pk: int) -> None:
    """Recompute the rank from what stands under the post; a post never published keeps none.

    The caller holds the lock on the post's row, so that of two changes at once the second sees the first.
    Authors cannot react to posts of their own (feed.services.reacting), so every reaction counts here.
    """
    shown.tell_changed(post_pk)
    posts = Post.objects.filter(pk=post_pk)
    others = Comment.objects.live().filter(post=post_pk).exclude(author=OuterRef("author"))
    voices = others.order_by().values("post").annotate(count=Count("author", distinct=True))
    judged = Judgement.objects.about(TextKind.POST, post_pk)
    stands = posts.values_list(
        "published_at",
        "reaction_count",
        Subquery(voices.values("count")),
        Subquery(judged.values("probability")[:1]),
    ).first()
    if stands is None or stands[0] is None:
        return
    published_at, reactions, voice_count, spam_probability = stands
    earned = {"reactions": reactions, "voices": voice_count or 0}
    posts.update(
        score=points(**earned),
        hotness=hotness(
            **earned,
            published_at=published_at,
            now=timezone.now(),
            spam_probability=spam_probability or 0.0,
        ),
    )
