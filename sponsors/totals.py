"""What was delivered, by creative, slot and day; the only writer of CreativeTotal and Click."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection

from sponsors.placements import Placement


def add_impressions(counts: Mapping[int, int], counted_on: date) -> None:
    """Add drained impressions, by `Placement.subject`; creatives and slots that are gone are passed over.

    Runs inside the drain's transaction; rows are locked in the order of their keys.
    """
    placements = sorted(
        (Placement.from_subject(subject), count) for subject, count in counts.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO sponsors_creativetotal AS total
                (creative_id, slot_id, category_pk, counted_on, impression_count, viewable_count, click_count)
            SELECT creative.id, slot.id, 0, %s, given.count, given.count, 0
            FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[])
                WITH ORDINALITY AS given (creative_id, slot_id, count, place)
            JOIN sponsors_creative AS creative ON creative.id = given.creative_id
            JOIN sponsors_sponsorslot AS slot ON slot.id = given.slot_id
            ORDER BY given.place
            ON CONFLICT (creative_id, slot_id, category_pk, counted_on)
            DO UPDATE SET impression_count = total.impression_count + EXCLUDED.impression_count,
                          viewable_count = total.viewable_count + EXCLUDED.viewable_count
            """,
            [
                counted_on,
                [placement.creative_pk for placement, _count in placements],
                [placement.slot_pk for placement, _count in placements],
                [count for _placement, count in placements],
            ],
        )


def claim_click(*, key: str, placement: Placement, now: datetime) -> bool:
    """Record a click and add it to the total, in one statement; False if the key's place was taken."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH claimed AS (
                INSERT INTO sponsors_click (key, creative_id, slot_id, category_pk, clicked_at)
                SELECT %(key)s, creative.id, slot.id, 0, %(now)s
                FROM sponsors_creative AS creative, sponsors_sponsorslot AS slot
                WHERE creative.id = %(creative)s AND slot.id = %(slot)s
                ON CONFLICT (key) DO NOTHING
                RETURNING creative_id, slot_id
            )
            INSERT INTO sponsors_creativetotal AS total
                (creative_id, slot_id, category_pk, counted_on, impression_count, viewable_count, click_count)
            SELECT creative_id, slot_id, 0, %(today)s, 0, 0, 1 FROM claimed
            ON CONFLICT (creative_id, slot_id, category_pk, counted_on) DO UPDATE SET click_count = total.click_count + 1
            RETURNING 1
            """,
            {
                "key": key,
                "now": now,
                "today": now.date(),
                "creative": placement.creative_pk,
                "slot": placement.slot_pk,
            },
        )
        return cursor.fetchone() is not None
