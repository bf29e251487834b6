"""Two weeks of what readers saw and followed, through the doors that real events take: ledger, totals and clicks agree."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from django.db.models import QuerySet

from counting import totals
from counting.drain import record_entries
from counting.kinds import REGISTRY, BatchKind, Event, LedgerKind
from counting.models import EventClass
from counting.stream import Entry
from counting.subject_days import add_to_days
from sponsors.models import Creative, EventKind, Flight, Invalid, Reach
from sponsors.placements import Placement
from sponsors.reservations import DECISION
from sponsors.standard_slots import DIGEST
from sponsors.totals import add_invalid, claim_click
from sponsors.totals.invalid import Line

DAYS: Final = 14
A_DAY: Final = range(2, 9)
VIEWABLE_RATE: Final = 0.72
CTR: Final = 0.03
SEED: Final = 2026


def add_deliveries(*, category_pks: Sequence[int], now: datetime) -> None:
    """Deliver every commercial flight for DAYS days, a little more from day to day."""
    rng = Random(SEED)  # noqa: S311  (the dice of a demo)
    creatives = list(Creative.objects.filter(is_house=False).order_by("pk"))
    events = list(_events(creatives, category_pks=category_pks, now=now, rng=rng))
    owner = REGISTRY["viewable"]
    assert isinstance(owner, LedgerKind)  # noqa: S101  (for the type checker)
    record_entries(owner, [Entry(f"demo-{event.event_id}", event) for event in events])
    _add_renderings(events)
    for event in events:
        if rng.random() < CTR:
            placement = Placement.from_subject(event.subject)
            claim_click(key=event.event_id, placement=placement, now=event.arrived_at)
    _add_surroundings(creatives, now=now, rng=rng)


def _events(
    creatives: Sequence[Creative], *, category_pks: Sequence[int], now: datetime, rng: Random
) -> Iterator[Event]:
    number = 0
    for creative in creatives:
        slots = (
            creative.flight.slots.exclude(code=DIGEST).order_by("pk").values_list("pk", flat=True)
        )
        for day in range(DAYS, 0, -1):
            for slot_pk in slots:
                for _viewing in range(rng.choice(A_DAY) + (DAYS - day) // 4):
                    number += 1
                    at = now - timedelta(days=day, seconds=rng.randrange(80_000))
                    subject = Placement(creative.pk, slot_pk, rng.choice(category_pks)).subject
                    yield Event("viewable", f"demo{number:07}", subject, "", at, at)


def _add_renderings(events: Sequence[Event]) -> None:
    """What was seen was rendered, and some more."""
    by_day: dict[datetime, Counter[int]] = {}
    for event in events:
        day = event.arrived_at.replace(hour=0, minute=0, second=0, microsecond=0)
        by_day.setdefault(day, Counter())[event.subject] += 1
    for day, counts in by_day.items():
        rendered = {subject: round(count / VIEWABLE_RATE) for subject, count in counts.items()}
        _count("impression", rendered, day=day.date())


def _seen_on_pages(creatives: Sequence[Creative]) -> QuerySet[Flight]:
    """Flights with a place on pages: mail proves no view, so it reaches nobody that could be counted."""
    flights = Flight.objects.filter(creatives__in=creatives)
    return flights.exclude(slots__code=DIGEST).distinct().order_by("pk")


def _count(kind_name: str, counts: Mapping[int, int], *, day: date) -> None:
    """As a drain adds a batch."""
    kind = REGISTRY[kind_name]
    assert isinstance(kind, BatchKind)  # noqa: S101  (for the type checker)
    line = totals.Line(kind_name, day, EventClass.VALID)
    totals.add_to_totals({line: sum(counts.values())})
    add_to_days(kind_name, day, counts, readers={})
    kind.apply(counts, day)


def _add_surroundings(creatives: Sequence[Creative], *, now: datetime, rng: Random) -> None:
    """Bots and replays, readers reached, slots asked for."""
    flights = _seen_on_pages(creatives)
    seen = [one for one in creatives if one.flight in flights]
    for day in (now.date() - timedelta(days=number) for number in range(DAYS, 0, -1)):
        add_invalid(
            {
                Line(one.pk, EventKind.CLICK, reason): rng.randrange(1, 5)
                for one in seen
                for reason in (Invalid.BOT, Invalid.REPLAYED)
            },
            day=day,
        )
        Reach.objects.bulk_create(
            Reach(flight=flight, counted_on=day, visitor_count=rng.randrange(30, 90))
            for flight in flights
        )
        slot_pks = flights.values_list("slots", flat=True).distinct().order_by("slots")
        asked = {pk << 1: 240 for pk in slot_pks}
        filled = {pk << 1 | 1: rng.randrange(150, 230) for pk in slot_pks}
        _count(DECISION, asked | filled, day=day)
