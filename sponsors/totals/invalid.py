"""What is not billed, and why."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from django.db import connection

from counting.models import EventClass
from sponsors.models import EventKind, Invalid
from sponsors.placements import Placement

REASONS: Final[Mapping[str, Invalid]] = {
    EventClass.DUPLICATE: Invalid.REPLAYED,
    EventClass.BOT: Invalid.BOT,
    EventClass.EXPIRED: Invalid.EXPIRED,
    EventClass.FLOODED: Invalid.FLOODED,
    EventClass.OWN: Invalid.STAFF,
}


class Line(NamedTuple):
    """Which total."""

    creative_pk: int
    kind: EventKind
    reason: Invalid


def add_invalid(counts: Mapping[Line, int], *, day: date) -> None:
    """Add to the totals of a day; rows are locked in the order of their keys. Runs in the caller's transaction."""
    lines = sorted(counts)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO sponsors_invalidtotal AS total (creative_id, counted_on, kind, reason, count)
            SELECT creative.id, %s, given.kind, given.reason, given.count
            FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[])
                WITH ORDINALITY AS given (creative_id, kind, reason, count, place)
            JOIN sponsors_creative AS creative ON creative.id = given.creative_id
            ORDER BY given.place
            ON CONFLICT (creative_id, counted_on, kind, reason)
            DO UPDATE SET count = total.count + EXCLUDED.count
            """,
            [
                day,
                [line.creative_pk for line in lines],
                [str(line.kind) for line in lines],
                [str(line.reason) for line in lines],
                [counts[line] for line in lines],
            ],
        )


def add_invalid_viewables(counts: Mapping[tuple[int, EventClass], int], counted_on: date) -> None:
    """Add what counting sorted out, by `Placement.subject` and class. Runs inside the drain's transaction."""
    lines: Counter[Line] = Counter()
    for (subject, event_class), count in counts.items():
        if reason := REASONS.get(event_class):
            creative_pk = Placement.from_subject(subject).creative_pk
            lines[Line(creative_pk, EventKind.VIEWABLE, reason)] += count
    add_invalid(lines, day=counted_on)
