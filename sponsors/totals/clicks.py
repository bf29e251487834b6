"""Clicks: each rendering is followed once."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction

from counting.kinds import Event
from sponsors.models import Creative, EventKind, Flight, Invalid
from sponsors.placements import Placement
from sponsors.totals.invalid import Line, add_invalid
from sponsors.totals.room import room_of

LATE_CLICK: Final = "lateclick"


@transaction.atomic
def claim_click(*, key: str, placement: Placement, now: datetime) -> Invalid | None:
    """Record a click and add it to the total; None if it counts, else why it is not billed, which is counted too."""
    is_beyond = _is_beyond(placement, now=now)
    if not _claim(key=key, placement=placement, now=now, is_billed=not is_beyond):
        reason = Invalid.REPLAYED
    elif is_beyond:
        reason = Invalid.BEYOND
    else:
        return None
    count_invalid_click(placement, reason, day=now.date())
    return reason


def add_late_clicks(events: Sequence[Event]) -> None:
    """Claim clicks that waited in the stream, in the order of their flights. Runs inside the drain's transaction."""
    placed = [(Placement.from_subject(event.subject), event) for event in events]
    for placement, event in sorted(placed, key=lambda pair: pair[0]):
        claim_click(key=event.event_id, placement=placement, now=event.arrived_at)


def count_invalid_click(placement: Placement, reason: Invalid, *, day: date) -> None:
    add_invalid({Line(placement.creative_pk, EventKind.CLICK, reason): 1}, day=day)


def _is_beyond(placement: Placement, *, now: datetime) -> bool:
    """Whether the flight sells clicks, and all of them are delivered; locks such a flight's row."""
    creative = Creative.objects.select_related("flight").filter(pk=placement.creative_pk).first()
    if creative is None or not creative.flight.is_by_click:
        return False
    flight = Flight.objects.select_for_update(no_key=True).get(pk=creative.flight_id)
    return room_of(flight, day=now.date()).left == 0


def _claim(*, key: str, placement: Placement, now: datetime, is_billed: bool) -> bool:
    """The insert is the check; False if the key's place was taken. Only what is billed goes into the total."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH claimed AS (
                INSERT INTO sponsors_click (key, creative_id, slot_id, category_pk, clicked_at, is_billed)
                SELECT %(key)s, creative.id, slot.id, %(category)s, %(now)s, %(is_billed)s
                FROM sponsors_creative AS creative, sponsors_sponsorslot AS slot
                WHERE creative.id = %(creative)s AND slot.id = %(slot)s
                ON CONFLICT (key) DO NOTHING
                RETURNING creative_id, slot_id, category_pk, is_billed
            ), added AS (
            INSERT INTO sponsors_creativetotal AS total
                (creative_id, slot_id, category_pk, counted_on, impression_count, viewable_count, click_count)
            SELECT creative_id, slot_id, category_pk, %(today)s, 0, 0, 1 FROM claimed WHERE is_billed
            ON CONFLICT (creative_id, slot_id, category_pk, counted_on)
            DO UPDATE SET click_count = total.click_count + 1
            )
            SELECT 1 FROM claimed
            """,
            {
                "key": key,
                "is_billed": is_billed,
                "now": now,
                "today": now.date(),
                "creative": placement.creative_pk,
                "slot": placement.slot_pk,
                "category": placement.category_pk,
            },
        )
        return cursor.fetchone() is not None
