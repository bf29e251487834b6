"""What a flight delivered, for those who pay for it. Every figure is a sum of CreativeTotal, as the invoice is."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.db.models import Sum
from django.utils.translation import gettext as _

from feed.models import Category
from sponsors.models import Creative, CreativeTotal, Flight, InvalidTotal, SponsorSlot
from sponsors.selectors.charts import Chart, bar_chart
from sponsors.selectors.costs import Cost, costs

# Days that a report's chart and table show; the CSV has all of them.
MOST_DAYS: Final = 60


@dataclass(frozen=True)
class Figures:
    """What was counted."""

    impressions: int = 0
    viewables: int = 0
    clicks: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.impressions + other.impressions,
            self.viewables + other.viewables,
            self.clicks + other.clicks,
        )

    @property
    def viewable_rate(self) -> float | None:
        """Of what was rendered, how much was seen; None before the first. Late reports of renderings never lift it over 1."""
        return min(1.0, self.viewables / self.impressions) if self.impressions else None

    @property
    def ctr(self) -> float | None:
        """Clicks for each viewable impression; None before the first."""
        return self.clicks / self.viewables if self.viewables else None


@dataclass(frozen=True)
class Row:
    """One line of a table. `key`: what it is about, `label`: how that is called."""

    key: Any
    label: str
    figures: Figures


@dataclass(frozen=True)
class Uncounted:
    """Events that are not billed. `kind` and `reason` in words."""

    kind: str
    reason: str
    count: int


@dataclass(frozen=True)
class FlightReport:
    """All that the page of a flight shows. `days`: oldest first; the other tables: most viewable impressions first.

    `reach`: different readers by day, of the days shown; a reader of two days counts on both, since nobody can tell.
    """

    flight: Flight
    total: Figures
    cost: Cost
    days: list[Row]
    slots: list[Row]
    creatives: list[Row]
    categories: list[Row]
    uncounted: list[Uncounted]
    reach: Mapping[date, int]
    chart: Chart

    @property
    def delivered(self) -> int:
        return self.total.clicks if self.flight.is_by_click else self.total.viewables

    @property
    def best_reach(self) -> int:
        return max(self.reach.values(), default=0)


def flight_report(flight: Flight, *, now: datetime) -> FlightReport:
    """The report of a flight that `access.flight_for` has let through; the same number of queries for any flight."""
    totals = list(
        CreativeTotal.objects.filter(creative__flight=flight)
        .order_by()
        .values("creative_id", "slot_id", "category_pk", "counted_on")
        .annotate(Sum("impression_count"), Sum("viewable_count"), Sum("click_count"))
    )
    days = _days(flight, _summed(totals, "counted_on"), today=now.date())
    reach = dict(
        flight.reach.filter(counted_on__gte=days[0].key if days else now.date()).values_list(
            "counted_on", "visitor_count"
        )
    )
    return FlightReport(
        flight=flight,
        total=sum(_summed(totals, "counted_on").values(), Figures()),
        cost=costs([flight], through=now.date())[0],
        days=days,
        slots=_rows(_summed(totals, "slot_id"), _slot_labels()),
        creatives=_rows(_summed(totals, "creative_id"), _creative_labels(flight)),
        categories=_rows(_summed(totals, "category_pk"), _category_labels()),
        uncounted=_uncounted(flight),
        reach=reach,
        chart=bar_chart([(row.label, row.figures.viewables) for row in days]),
    )


def daily_rows(flight: Flight) -> Iterable[tuple[date, str, str, str, Figures]]:
    """(day, slot, creative, category, figures) of everything that was counted, in that order, for a spreadsheet."""
    slots, creatives, categories = _slot_labels(), _creative_labels(flight), _category_labels()
    totals = CreativeTotal.objects.filter(creative__flight=flight)
    for total in totals.order_by("counted_on", "slot_id", "creative_id", "category_pk"):
        yield (
            total.counted_on,
            slots(total.slot_id),
            creatives(total.creative_id),
            categories(total.category_pk),
            Figures(total.impression_count, total.viewable_count, total.click_count),
        )


Labels = Callable[[Any], str]


def _summed(totals: Iterable[Mapping[str, Any]], name: str) -> dict[Any, Figures]:
    sums: dict[Any, Figures] = defaultdict(Figures)
    for row in totals:
        sums[row[name]] += Figures(
            row["impression_count__sum"], row["viewable_count__sum"], row["click_count__sum"]
        )
    return sums


def _rows(sums: Mapping[Any, Figures], labels: Labels) -> list[Row]:
    rows = [Row(key, labels(key), figures) for key, figures in sums.items()]
    return sorted(rows, key=lambda row: (-row.figures.viewables, row.label))


def _days(flight: Flight, sums: Mapping[date, Figures], *, today: date) -> list[Row]:
    """Every day of the flight until today, those without any delivery too; the last MOST_DAYS of them."""
    first = min([flight.starts_at.astimezone(UTC).date(), *sums])
    last = max([min(flight.ends_at.astimezone(UTC).date(), today), *sums])
    first = max(first, last - timedelta(days=MOST_DAYS - 1))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [Row(day, day.isoformat(), sums.get(day, Figures())) for day in days]


def _slot_labels() -> Labels:
    labels = dict(SponsorSlot.objects.values_list("pk", "label"))
    return lambda pk: _(labels.get(pk) or "–")


def _creative_labels(flight: Flight) -> Labels:
    labels = dict(Creative.objects.filter(flight=flight).values_list("pk", "headline"))
    return lambda pk: labels.get(pk, "–")


def _category_labels() -> Labels:
    labels = dict(Category.objects.values_list("pk", "name"))
    return lambda pk: labels.get(pk) or (_("a category that is gone") if pk else _("no category"))


def _uncounted(flight: Flight) -> list[Uncounted]:
    rows = (
        InvalidTotal.objects.filter(creative__flight=flight)
        .order_by()
        .values("kind", "reason")
        .annotate(events=Sum("count"))
    )
    found = [
        InvalidTotal(kind=row["kind"], reason=row["reason"], count=row["events"]) for row in rows
    ]
    shown = [
        Uncounted(one.get_kind_display(), one.get_reason_display(), one.count) for one in found
    ]
    return sorted(shown, key=lambda one: (one.kind, -one.count))
