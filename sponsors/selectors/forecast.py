"""The booking calendar: what slots will hold, what is promised, what the month has brought."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, Sum

from sponsors.delivery.forecast import Cell, Demand, calendar, weeks_from
from sponsors.models import CreativeTotal, Flight, FlightStatus, SlotTotal, SponsorSlot
from sponsors.selectors.costs import costs
from sponsors.standard_slots import DIGEST

LOOKS_BACK: Final = timedelta(days=28)


@dataclass(frozen=True)
class SlotWeeks:
    """One line of the calendar. `fill_rate`: of the last four weeks, None where the slot was not asked for."""

    slot: SponsorSlot
    fill_rate: float | None
    cells: list[Cell]


@dataclass(frozen=True)
class BookingCalendar:
    """`weeks`: their beginnings. `revenue_cents`: what this month's deliveries are worth so far."""

    weeks: list[datetime]
    lines: list[SlotWeeks]
    revenue_cents: int

    @property
    def is_overbooked(self) -> bool:
        return any(cell.is_overbooked for line in self.lines for cell in line.cells)


def booking_calendar(*, now: datetime) -> BookingCalendar:
    """The next weeks, as the last four suggest; the same number of queries whatever is booked.

    Mails are left out: they hold no impressions that anybody could promise.
    """
    in_pages = SponsorSlot.objects.filter(is_enabled=True).exclude(code=DIGEST)
    slots = {slot.pk: slot for slot in in_pages}
    asked, filled = _decisions(now=now)
    seen = _viewable_rate(now=now)
    daily = {pk: asked.get(pk, 0) * seen / LOOKS_BACK.days for pk in slots}
    cells = calendar(daily, _demands(), now=now)
    return BookingCalendar(
        weeks=weeks_from(now),
        lines=[
            SlotWeeks(slot, filled[pk] / asked[pk] if asked.get(pk) else None, cells[pk])
            for pk, slot in slots.items()
        ],
        revenue_cents=_revenue(now=now),
    )


def _decisions(*, now: datetime) -> tuple[dict[int, int], dict[int, int]]:
    rows = (
        SlotTotal.objects.filter(counted_on__gte=(now - LOOKS_BACK).date())
        .order_by()
        .values_list("slot_id")
        .annotate(Sum("decision_count"), Sum("filled_count"))
    )
    found = list(rows)
    return {pk: asked for pk, asked, _filled in found}, {pk: filled for pk, _asked, filled in found}


def _viewable_rate(*, now: datetime) -> float:
    """Of what was rendered lately, how much was seen; 1 before anything was."""
    recent = CreativeTotal.objects.filter(counted_on__gte=(now - LOOKS_BACK).date())
    sums = recent.aggregate(
        rendered=Sum("impression_count", default=0), seen=Sum("viewable_count", default=0)
    )
    return min(1.0, sums["seen"] / sums["rendered"]) if sums["rendered"] else 1.0


def _demands() -> list[Demand]:
    """Of everything with a quantity of impressions that is not over, drafts too: they are promises in the making."""
    flights = Flight.objects.exclude(status=FlightStatus.ENDED).exclude(price_model="cpc")
    bought = flights.filter(~Q(quantity=None)).with_delivered().prefetch_related("slots")
    return [
        Demand(
            slot_pks=frozenset(slot.pk for slot in flight.slots.all()),
            starts_at=flight.starts_at,
            ends_at=flight.ends_at,
            owed=max(0, (flight.quantity or 0) - flight.viewables),  # type: ignore[attr-defined]
        )
        for flight in bought
    ]


def _revenue(*, now: datetime) -> int:
    before = now.date().replace(day=1) - timedelta(days=1)
    flights = list(Flight.objects.exclude(status=FlightStatus.DRAFT).order_by("pk"))
    then, today = costs(flights, through=before), costs(flights, through=now.date())
    return sum(late.cents - early.cents for early, late in zip(then, today, strict=True))
