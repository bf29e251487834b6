"""Daily totals by class; the only writer of EventTotal."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db import connection

from counting.models import EventClass


class Line(NamedTuple):
    """Which total."""

    kind: str
    counted_on: date
    event_class: EventClass


def add_to_totals(counts: Mapping[Line, int]) -> None:
    """Add to the totals; rows are locked in the order of their keys. Runs in the caller's transaction."""
    lines = sorted(counts)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO counting_eventtotal AS total (kind, counted_on, event_class, count)
            SELECT * FROM unnest(%s::text[], %s::date[], %s::text[], %s::bigint[])
            ON CONFLICT (kind, counted_on, event_class) DO UPDATE SET count = total.count + EXCLUDED.count
            """,
            [
                [line.kind for line in lines],
                [line.counted_on for line in lines],
                [str(line.event_class) for line in lines],
                [counts[line] for line in lines],
            ],
        )
