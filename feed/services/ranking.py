"""Keeping the stored rank of a post true."""

from collections.abc import Iterable
from datetime import datetime

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
    for pk, (score, rank) in ranks_of([post_pk]).items():
        Post.objects.filter(pk=pk).update(score=score, hotness=rank)


def ranks_of(post_pks: Iterable[int]) -> dict[int, tuple[float, float]]:
    """Score and hotness of each post that was ever published, by its key, from what stands under it now."""
    others = Comment.objects.live().filter(post=OuterRef("pk")).exclude(author=OuterRef("author"))
    voices = others.order_by().values("post").annotate(count=Count("author", distinct=True))
    judged = Judgement.objects.filter(kind=TextKind.POST, subject_pk=OuterRef("pk"))
    rows = Post.objects.filter(pk__in=list(post_pks), published_at__isnull=False).values_list(
        "pk",
        "published_at",
        "reaction_count",
        Subquery(voices.values("count")),
        Subquery(judged.values("probability")[:1]),
    )
    now = timezone.now()
    return {pk: _rank(*stands, now=now) for pk, *stands in rows}


def _rank(
    published_at: datetime,
    reactions: int,
    voices: int | None,
    spam_probability: float | None,
    *,
    now: datetime,
) -> tuple[float, float]:
    earned = {"reactions": reactions, "voices": voices or 0}
    rank = hotness(
        **earned, published_at=published_at, now=now, spam_probability=spam_probability or 0.0
    )
    return points(**earned), rank
