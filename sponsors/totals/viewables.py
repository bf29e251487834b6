"""Viewable impressions: what is billed, and never more than was booked."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from config.redis import events as events_server
from counting.kinds import Event
from sponsors.models import Creative, EventKind, Flight, Invalid
from sponsors.placements import Placement
from sponsors.reservations import Delivered, settle
from sponsors.totals.invalid import Line, add_invalid
from sponsors.totals.room import Room, room_of
from sponsors.totals.rows import add_to_totals


def add_viewables(events: Sequence[Event]) -> None:
    """Add newly recorded events to the totals, in the order in which they arrived.

    What goes beyond a flight's quantity or daily cap is counted apart, under its reason. Runs inside the drain's
    transaction; the flights' rows are locked by key, so that two drains cannot both deliver the last one.
    """
    for day, of_day in sorted(_by_day(events).items()):
        _add(of_day, day=day)


def _by_day(events: Sequence[Event]) -> dict[date, list[Event]]:
    days: dict[date, list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda one: one.arrived_at):
        days[event.arrived_at.date()].append(event)
    return days


def _add(events: Sequence[Event], *, day: date) -> None:
    by_flight = _by_flight(events)
    flights = Flight.objects.select_for_update(no_key=True).filter(pk__in=by_flight).order_by("pk")
    counted: Counter[Placement] = Counter()
    beyond: Counter[Line] = Counter()
    for flight in flights:
        room = room_of(flight, day=day)
        of_flight = by_flight[flight.pk]
        taken = len(of_flight) if flight.is_by_click else room.take(len(of_flight))
        counted.update(Placement.from_subject(event.subject) for event in of_flight[:taken])
        beyond.update(_line(event) for event in of_flight[taken:])
        _settle_later(flight, room, of_flight, day=day)
    add_to_totals(counted, column="viewable_count", day=day)
    add_invalid(beyond, day=day)


def _by_flight(events: Sequence[Event]) -> dict[int, list[Event]]:
    """What belongs to a creative that is gone is left out."""
    creative_pks = {Placement.from_subject(event.subject).creative_pk for event in events}
    flight_of = dict(Creative.objects.filter(pk__in=creative_pks).values_list("pk", "flight_id"))
    found: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        flight_pk = flight_of.get(Placement.from_subject(event.subject).creative_pk)
        if flight_pk is not None:
            found[flight_pk].append(event)
    return found


def _line(event: Event) -> Line:
    creative_pk = Placement.from_subject(event.subject).creative_pk
    return Line(creative_pk, EventKind.VIEWABLE, Invalid.BEYOND)


def _settle_later(flight: Flight, room: Room, events: Sequence[Event], *, day: date) -> None:
    """Tell the reservations after the commit; what they do not hear of ends by itself."""
    if flight.is_by_click:
        return
    delivered = Delivered(flight.pk, total=room.total, day=day, on_day=room.on_day)
    event_ids = [event.event_id for event in events]
    transaction.on_commit(
        lambda: settle(delivered, event_ids=event_ids, redis=events_server()), robust=True
    )
