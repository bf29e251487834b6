"""How often slots were asked for, and filled."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db import connection


def add_decisions(counts: Mapping[int, int], counted_on: date) -> None:
    """Add drained decisions; the subject is twice the slot's key, and one more where it was filled by a sponsor.

    Runs inside the drain's transaction; rows are locked in the order of their keys.
    """
    by_slot: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for subject, count in counts.items():
        by_slot[subject >> 1][subject & 1] += count
    slots = sorted(by_slot)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO sponsors_slottotal AS total (slot_id, counted_on, decision_count, filled_count)
            SELECT slot.id, %s, given.asked, given.filled
            FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[])
                WITH ORDINALITY AS given (slot_id, asked, filled, place)
            JOIN sponsors_sponsorslot AS slot ON slot.id = given.slot_id
            ORDER BY given.place
            ON CONFLICT (slot_id, counted_on) DO UPDATE
            SET decision_count = total.decision_count + EXCLUDED.decision_count,
                filled_count = total.filled_count + EXCLUDED.filled_count
            """,
            [
                counted_on,
                slots,
                [by_slot[slot][0] for slot in slots],
                [by_slot[slot][1] for slot in slots],
            ],
        )
