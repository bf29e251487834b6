"""Trending posts and tags, from the daily distinct readers that counting keeps."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Final

from django.db.models import Max, Q, Sum

from counting.models import SubjectDay
from feed.models import Category, Post
from feed.ranking.trends import BASELINE_DAYS, Readers, trending

VIEW: Final = "view"
# Only what somebody read lately can trend; the most read of it is enough to look at.
LOOKED_AT: Final = 500


def trending_posts(*, today: date, limit: int, category: Category | None = None) -> list[int]:
    """Keys of live posts that draw unusually many readers, in one category or on the whole site; two queries."""
    found = {one.pk: one for one in _readers(today=today)}
    live = Post.objects.live().filter(pk__in=found)
    if category is not None:
        live = live.in_category(category)
    return trending([found[pk] for pk in live.values_list("pk", flat=True)], limit=limit)


def trending_tags(*, today: date, limit: int, category: Category | None = None) -> list[int]:
    """Keys of tags whose live posts together draw unusually many readers; two queries."""
    found = {one.pk: one for one in _readers(today=today)}
    tagged = Post.tags.through.objects.filter(post__in=found, post__status="published")
    if category is not None:
        tagged = tagged.filter(post__category=category)
    now: dict[int, int] = defaultdict(int)
    before: dict[int, int] = defaultdict(int)
    for tag, post in tagged.values_list("tag_id", "post_id"):
        now[tag] += found[post].now
        before[tag] += found[post].before
    return trending([Readers(tag, now[tag], before[tag]) for tag in now], limit=limit)


def _readers(*, today: date) -> list[Readers]:
    """Of the posts that were read most since yesterday."""
    lately = Q(counted_on__gte=today - timedelta(days=1))
    rows = (
        SubjectDay.objects.filter(
            kind=VIEW, counted_on__gte=today - timedelta(days=1 + BASELINE_DAYS)
        )
        .order_by()
        .values("subject")
        .annotate(
            now=Max("reader_count", filter=lately), before=Sum("reader_count", filter=~lately)
        )
        .filter(now__gt=0)
        .order_by("-now")[:LOOKED_AT]
    )
    return [Readers(row["subject"], row["now"], row["before"] or 0) for row in rows]
