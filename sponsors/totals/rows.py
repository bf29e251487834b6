"""Adding to CreativeTotal."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from django.db import connection

from sponsors.placements import Placement

Column = Literal["impression_count", "viewable_count", "click_count"]

# The column's name comes from the type above, never from outside.
STATEMENTS: Final[dict[str, str]] = {
    column: f"""
        INSERT INTO sponsors_creativetotal AS total
            (creative_id, slot_id, category_pk, counted_on, impression_count, viewable_count, click_count)
        SELECT creative.id, slot.id, given.category_pk, %s, {values}
        FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
            WITH ORDINALITY AS given (creative_id, slot_id, category_pk, count, place)
        JOIN sponsors_creative AS creative ON creative.id = given.creative_id
        JOIN sponsors_sponsorslot AS slot ON slot.id = given.slot_id
        ORDER BY given.place
        ON CONFLICT (creative_id, slot_id, category_pk, counted_on)
        DO UPDATE SET {column} = total.{column} + EXCLUDED.{column}
    """  # noqa: S608
    for column, values in (
        ("impression_count", "given.count, 0, 0"),
        ("viewable_count", "0, given.count, 0"),
        ("click_count", "0, 0, given.count"),
    )
}


def add_to_totals(counts: Mapping[Placement, int], *, column: Column, day: date) -> None:
    """Add to one column; rows are locked in the order of their keys. Runs in the caller's transaction.

    Creatives and slots that are gone are passed over.
    """
    placements = sorted(counts)
    with connection.cursor() as cursor:
        cursor.execute(
            STATEMENTS[column],
            [
                day,
                [placement.creative_pk for placement in placements],
                [placement.slot_pk for placement in placements],
                [placement.category_pk for placement in placements],
                [counts[placement] for placement in placements],
            ],
        )
