"""Posts that belong together."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject

from accounts.models import User
from feed.access import Visitor
from feed.models import Post, Series
from feed.models.post_queryset import PostQuerySet

# Nobody scrolls further; longer series are shown up to here.
MAX_SHOWN: Final = 200
# As many names as a list of suggestions can bear.
MAX_SUGGESTED: Final = 50


@dataclass(frozen=True)
class Neighbour:
    """The post before or after another one of its series."""

    title: str
    language: str
    url: str


@dataclass(frozen=True)
class SeriesPlace:
    """Where a post stands among the live posts of its series. `number`: from 1; 0 while it is not live itself."""

    series: Series
    number: int
    total: int
    previous: Neighbour | None
    next: Neighbour | None


def series_columns(visitor: Visitor) -> dict[str, Combinable]:
    """What `series_place` reads, as columns of a query of posts; four looks into the index, however long the series.

    All live parts are counted, so that a part has one number for everybody; what the visitor muted is no neighbour.
    """
    parts = Post.objects.live().filter(series=OuterRef("series")).order_by()
    position = OuterRef("series_position")
    earlier, later = (
        parts.filter(series_position__lt=position),
        parts.filter(series_position__gt=position),
    )
    return {
        "series_total": _count(parts),
        "series_before": _count(earlier),
        "series_previous": _neighbour(earlier.wanted_by(visitor), "-series_position"),
        "series_next": _neighbour(later.wanted_by(visitor), "series_position"),
    }


def series_place(post: Post, *, row: dict[str, Any]) -> SeriesPlace | None:
    """From `series_columns`; None for a post that is in no series. `post.series` is loaded."""
    if post.series is None:
        return None
    return SeriesPlace(
        series=post.series,
        number=(row["series_before"] or 0) + 1 if post.is_live else 0,
        total=row["series_total"] or 0,
        previous=_linked(row["series_previous"]),
        next=_linked(row["series_next"]),
    )


def series_posts(series: Series, *, visitor: Visitor) -> list[Post]:
    """The live posts that the visitor has not muted, in their order, at most MAX_SHOWN."""
    parts = series.posts.live().wanted_by(visitor).with_cards().order_by("series_position")
    return list(parts[:MAX_SHOWN])


def all_parts(series: Series) -> list[Post]:
    """The posts in any state in their order, for those who arrange them."""
    parts = series.posts.without_text().order_by("series_position")
    return list(parts[:MAX_SHOWN])


def series_titles(author: User) -> list[str]:
    """Names to choose from, the latest series first."""
    found = Series.objects.filter(author=author).order_by("-pk")
    return list(found.values_list("title", flat=True)[:MAX_SUGGESTED])


def _count(parts: PostQuerySet) -> Subquery:
    return Subquery(parts.values("series").annotate(total=Count("pk")).values("total"))


def _neighbour(parts: PostQuerySet, order: str) -> Subquery:
    facts = JSONObject(pk=F("pk"), slug=F("slug"), title=F("title"), language=F("language"))
    return Subquery(parts.order_by(order).values(facts=facts)[:1])


def _linked(facts: dict[str, Any] | None) -> Neighbour | None:
    if facts is None:
        return None
    url = Post(pk=facts["pk"], slug=facts["slug"]).get_absolute_url()
    return Neighbour(facts["title"], facts["language"], url)
