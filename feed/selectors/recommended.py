"""How recommendations fare: seen and followed place by place, and how many moderators took away afterwards."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import BigIntegerField, Exists, ExpressionWrapper, F, OuterRef, Sum, Value
from django.db.models.functions import Cast, Mod
from django.utils.translation import gettext as _

from counting.models import SubjectDay
from feed.models import Post
from feed.read_more.lists import SHOWN

# The kinds of events of a recommendation, as counting knows them.
SEEN: Final = "recommended"
FOLLOWED: Final = "followed"
# Their subject names the recommended post and its place: pk * PLACES + place.
PLACES: Final = 8
DAYS: Final = 30


@dataclass(frozen=True)
class PlaceFigures:
    """One place of Read More, from 1, over the last DAYS days. `seen`: half of it stood on a screen for a second.

    `removed`: of those, how many were of posts that are no longer public.
    """

    place: int
    seen: int = 0
    followed: int = 0
    removed: int = 0

    @property
    def click_through_pct(self) -> float:
        return 100 * self.followed / self.seen if self.seen else 0.0

    @property
    def removed_pct(self) -> float:
        return 100 * self.removed / self.seen if self.seen else 0.0


@dataclass(frozen=True)
class PlaceChart:
    """`data` is what the chart library reads: a bar for each place."""

    title: str
    data: str


def subject_of(post_pk: int, place: int) -> int:
    """What counting knows a recommendation by."""
    return post_pk * PLACES + place


def place_figures(*, today: date) -> list[PlaceFigures]:
    """Of each place that is shown, in their order; two queries."""
    days = SubjectDay.objects.filter(counted_on__gt=today - timedelta(days=DAYS)).order_by()
    place = Cast(Mod(F("subject"), Value(PLACES)), BigIntegerField())
    post = ExpressionWrapper(F("subject") / PLACES, output_field=BigIntegerField())
    placed = days.annotate(place=place, post=post)
    counts = _sums(placed.filter(kind__in=(SEEN, FOLLOWED)).values("kind", "place"))
    is_public = Exists(Post.objects.live().filter(pk=OuterRef("post")))
    gone = _sums(placed.filter(~is_public, kind=SEEN).values("kind", "place"))
    return [
        PlaceFigures(
            place=number,
            seen=counts.get((SEEN, number), 0),
            followed=counts.get((FOLLOWED, number), 0),
            removed=gone.get((SEEN, number), 0),
        )
        for number in range(1, SHOWN + 1)
    ]


def place_charts(places: Sequence[PlaceFigures]) -> list[PlaceChart]:
    """Click-through, and what was removed later, in percent of what was seen."""
    return [
        _chart(_("Click-through, %"), {one.place: one.click_through_pct for one in places}),
        _chart(_("Removed later, %"), {one.place: one.removed_pct for one in places}),
    ]


def _chart(title: str, bars: Mapping[int, float]) -> PlaceChart:
    dataset = {
        "label": title,
        "data": [round(value, 2) for value in bars.values()],
        "backgroundColor": "var(--color-primary-600)",
    }
    return PlaceChart(title, json.dumps({"labels": [*map(str, bars)], "datasets": [dataset]}))


def _sums(groups: Any) -> Mapping[tuple[str, int], int]:
    rows = groups.annotate(sum=Sum("count")).values_list("kind", "place", "sum")
    return {(kind, place): count for kind, place, count in rows}
