"""The sponsors' stored totals, and what they are the sums of: counting's days, the ledger, the rows of clicks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from counting.recounting import Difference, register_total
from sponsors.placements import CATEGORY_BITS, SLOT_BITS

# A subject of counting's, taken apart (sponsors.placements).
PLACE: Final = (
    f"subject >> {CATEGORY_BITS + SLOT_BITS} AS creative_id,"
    f" (subject & {(1 << SLOT_BITS) - 1})::smallint AS slot_id,"
    f" (subject >> {SLOT_BITS} & {(1 << CATEGORY_BITS) - 1})::integer AS category_pk"
)
IMPRESSIONS: Final = (
    f"SELECT {PLACE}, counted_on, count AS n FROM counting_subjectday"
    " WHERE kind = 'impression' AND counted_on > '1970-01-01'"
)
CLICKS: Final = (
    "SELECT creative_id, slot_id, category_pk, (clicked_at AT TIME ZONE 'UTC')::date AS counted_on,"
    " count(*) AS n FROM sponsors_click WHERE is_billed GROUP BY 1, 2, 3, 4"
)
RECORDED: Final = f"""
    SELECT creative_id, slot_id, category_pk, counted_on, sum(n)::bigint AS n FROM (
        SELECT {PLACE}, (arrived_at AT TIME ZONE 'UTC')::date AS counted_on, count(*) AS n
        FROM counting_ledgerevent WHERE kind = 'viewable' GROUP BY 1, 2, 3, 4
        UNION ALL SELECT {PLACE}, counted_on, count FROM counting_ledgerday WHERE kind = 'viewable'
    ) AS parts GROUP BY 1, 2, 3, 4
"""


def _beside_stored(rows: str, column: str) -> str:
    """For each place and day what is stored and what `rows` say; what belongs to rows that are gone is left out."""
    return f"""
        SELECT creative_id, slot_id, category_pk, counted_on,
            coalesce(stored.{column}, 0) AS stored, coalesce(counted.n, 0) AS counted
        FROM ({rows}) AS counted
        FULL JOIN sponsors_creativetotal AS stored USING (creative_id, slot_id, category_pk, counted_on)
        JOIN sponsors_creative AS creative ON creative.id = creative_id
        JOIN sponsors_sponsorslot AS slot ON slot.id = slot_id
    """


def _wrong(rows: str, column: str) -> str:
    return f"SELECT * FROM ({_beside_stored(rows, column)}) AS pair WHERE stored <> counted"


# Counted and gone beyond the booking are together what was recorded, creative by creative and day by day; and nowhere
# can more have counted than was recorded there. Which ones went beyond was decided when they came, by what was booked
# then, and that decision stays. Where they stood was not kept: where a day is wrong, its busiest places are taken.
WRONG_VIEWABLES: Final = f"""
    SELECT creative_id, slot_id, category_pk, counted_on, stored, counted FROM (
        SELECT pair.*, bool_or(stored > recorded) OVER day
                OR sum(stored) OVER day <> sum(recorded) OVER day - beyond AS is_wrong,
            recorded - least(recorded, greatest(0, beyond - (sum(recorded) OVER busiest - recorded)))::bigint AS counted
        FROM (
            SELECT creative_id, slot_id, category_pk, counted_on, stored, counted AS recorded,
                coalesce(apart.count, 0) AS beyond
            FROM ({_beside_stored(RECORDED, "viewable_count")}) AS found
            LEFT JOIN (
                SELECT * FROM sponsors_invalidtotal WHERE kind = 'viewable' AND reason = 'beyond'
            ) AS apart USING (creative_id, counted_on)
        ) AS pair
        WINDOW day AS (PARTITION BY creative_id, counted_on),
            busiest AS (day ORDER BY recorded DESC, slot_id, category_pk)
    ) AS judged WHERE is_wrong AND stored <> counted
"""


@dataclass(frozen=True)
class PlaceTotal:
    """A column of CreativeTotal. `wrong`: SQL that gives creative, slot, category, day, stored and counted."""

    name: str
    column: str
    wrong: str

    def differences(self) -> Sequence[Difference]:
        with connection.cursor() as cursor:
            cursor.execute(f"{self.wrong} ORDER BY 4, 1, 2, 3")
            return [
                Difference(f"creative {creative} in slot {slot}, category {category}, {day}", *counts)
                for creative, slot, category, day, *counts in cursor.fetchall()
            ]  # fmt: skip

    @transaction.atomic
    def fix(self) -> Sequence[Difference]:
        """Drains and clicks wait meanwhile; for longer than a few seconds, the click goes to the stream."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '10s'")
            cursor.execute("LOCK TABLE sponsors_creativetotal IN SHARE ROW EXCLUSIVE MODE")
            wrong = self.differences()
            counts = ("impression_count", "viewable_count", "click_count")
            values = ", ".join("counted" if count == self.column else "0" for count in counts)
            cursor.execute(
                f"""
                INSERT INTO sponsors_creativetotal (creative_id, slot_id, category_pk, counted_on, {", ".join(counts)})
                SELECT creative_id, slot_id, category_pk, counted_on, {values} FROM ({self.wrong}) AS wrong
                ON CONFLICT (creative_id, slot_id, category_pk, counted_on)
                DO UPDATE SET {self.column} = EXCLUDED.{self.column}
                """
            )
        return wrong


# As sponsors.reservations counts them: the subject is twice the slot's key, and one more where it was filled.
WRONG_DECISIONS: Final = """
    SELECT slot_id, counted_on, coalesce(stored.decision_count, 0), coalesce(stored.filled_count, 0),
        coalesce(counted.asked, 0) AS asked, coalesce(counted.filled, 0) AS filled
    FROM (
        SELECT (subject >> 1)::smallint AS slot_id, counted_on,
            sum(count) FILTER (WHERE subject & 1 = 0)::bigint AS asked,
            sum(count) FILTER (WHERE subject & 1 = 1)::bigint AS filled
        FROM counting_subjectday WHERE kind = 'decision' GROUP BY 1, 2
    ) AS counted
    FULL JOIN sponsors_slottotal AS stored USING (slot_id, counted_on)
    JOIN sponsors_sponsorslot AS slot ON slot.id = slot_id
    WHERE (coalesce(stored.decision_count, 0), coalesce(stored.filled_count, 0))
        <> (coalesce(counted.asked, 0), coalesce(counted.filled, 0))
"""


@dataclass(frozen=True)
class SlotTotals:
    """How often slots were asked for, and filled."""

    name: str = "slots asked for and filled"

    def differences(self) -> Sequence[Difference]:
        with connection.cursor() as cursor:
            cursor.execute(f"{WRONG_DECISIONS} ORDER BY 2, 1")
            return [
                difference
                for slot, day, stored_asked, stored_filled, asked, filled in cursor.fetchall()
                for difference in (
                    Difference(f"slot {slot} asked for, {day}", stored_asked, asked),
                    Difference(f"slot {slot} filled, {day}", stored_filled, filled),
                )
                if difference.stored != difference.counted
            ]

    @transaction.atomic
    def fix(self) -> Sequence[Difference]:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '10s'")
            cursor.execute("LOCK TABLE sponsors_slottotal IN SHARE ROW EXCLUSIVE MODE")
            wrong = self.differences()
            cursor.execute(
                f"""
                INSERT INTO sponsors_slottotal (slot_id, counted_on, decision_count, filled_count)
                SELECT slot_id, counted_on, asked, filled FROM ({WRONG_DECISIONS}) AS wrong
                ON CONFLICT (slot_id, counted_on) DO UPDATE
                SET decision_count = EXCLUDED.decision_count, filled_count = EXCLUDED.filled_count
                """
            )
        return wrong


TOTALS: Final = (
    PlaceTotal(
        "impressions of creatives", "impression_count", _wrong(IMPRESSIONS, "impression_count")
    ),
    PlaceTotal("viewable impressions of creatives", "viewable_count", WRONG_VIEWABLES),
    PlaceTotal("clicks on creatives", "click_count", _wrong(CLICKS, "click_count")),
    SlotTotals(),
)


def register_totals() -> None:
    """Have `manage.py recount` look after them."""
    for total in TOTALS:
        register_total(total)
