"""Totals that are stored, and the rows that they must be the sum of: recomputed, compared, mended.

The app that owns a total registers it in its `AppConfig.ready()`. Counting knows none of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from django.db import connection, transaction

from counting.errors import KindTakenError


@dataclass(frozen=True)
class Difference:
    """One total that is wrong. `key`: of its row, as text; `stored` and `counted` disagree."""

    key: str
    stored: int
    counted: int


class Total(Protocol):
    """`name`: what people call it. Both find all differences at one moment, in the order of their keys."""

    @property
    def name(self) -> str: ...

    def differences(self) -> Sequence[Difference]: ...

    def fix(self) -> Sequence[Difference]:
        """Make the stored totals right; what was wrong."""


@dataclass(frozen=True)
class ColumnTotal:
    """A column that is the number of other rows.

    `rows`: SQL that gives `id` and `n` for every row of `table` whose total is not 0. Whoever changes those rows
    must change the column in the same transaction; then one statement sees both or neither.
    """

    name: str
    table: str
    column: str
    rows: str

    def differences(self) -> Sequence[Difference]:
        with connection.cursor() as cursor:
            cursor.execute(self._wrong())
            return [Difference(str(key), *counts) for key, *counts in cursor.fetchall()]

    @transaction.atomic
    def fix(self) -> Sequence[Difference]:
        """Writers of the table wait meanwhile: a few seconds at most."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '10s'")
            cursor.execute(f"LOCK TABLE {self.table} IN SHARE ROW EXCLUSIVE MODE")
            wrong = self.differences()
            cursor.execute(
                f"UPDATE {self.table} AS mended SET {self.column} = wrong.n"
                f" FROM ({self._wrong()}) AS wrong (id, stored, n) WHERE mended.id = wrong.id"
            )  # fmt: skip
        return wrong

    def _wrong(self) -> str:
        return (
            f"SELECT stored.id, stored.{self.column}, coalesce(counted.n, 0)"
            f" FROM {self.table} AS stored LEFT JOIN ({self.rows}) AS counted USING (id)"
            f" WHERE stored.{self.column} <> coalesce(counted.n, 0) ORDER BY stored.id"
        )


def sum_of_days(kind: str) -> str:
    """The `rows` of a total that is what counting drained of a batch kind."""
    return (
        "SELECT subject AS id, sum(count)::bigint AS n FROM counting_subjectday"
        f" WHERE kind = '{kind}' GROUP BY subject"
    )


def rows_of(table: str, key: str, condition: str = "true") -> str:
    """The `rows` of a total that is the number of rows of a table which point here by `key`."""
    return f"SELECT {key} AS id, count(*) AS n FROM {table} WHERE {condition} GROUP BY {key}"


TOTALS: Final[list[Total]] = []


def register_total(total: Total) -> None:
    """Have `manage.py recount` look after a total.

    Raises:
        KindTakenError: the name is taken.
    """
    if any(known.name == total.name for known in TOTALS):
        raise KindTakenError(total.name)
    TOTALS.append(total)


@dataclass(frozen=True)
class EventTotals:
    """Counting's own: by kind and day, valid events by class are those by subject, or in the ledger."""

    name: str = "events by class"

    def differences(self) -> Sequence[Difference]:
        with connection.cursor() as cursor:
            cursor.execute(WRONG_EVENT_TOTALS)
            return [
                Difference(f"{kind} {day}", stored, counted)
                for kind, day, stored, counted in cursor.fetchall()
            ]

    @transaction.atomic
    def fix(self) -> Sequence[Difference]:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '10s'")
            cursor.execute("LOCK TABLE counting_eventtotal IN SHARE ROW EXCLUSIVE MODE")
            wrong = self.differences()
            cursor.execute(
                f"""
                INSERT INTO counting_eventtotal (kind, counted_on, event_class, count)
                SELECT kind, counted_on, 'valid', counted FROM ({WRONG_EVENT_TOTALS}) AS wrong
                ON CONFLICT (kind, counted_on, event_class) DO UPDATE SET count = EXCLUDED.count
                """
            )
        return wrong


# On the first day of 1970 stands what subjects had before their days were kept.
# Kinds that are counted without subjects, such as clicks, have no rows to compare with and are left out.
WRONG_EVENT_TOTALS: Final = """
WITH counted AS (
    SELECT kind, counted_on, sum(n)::bigint AS n FROM (
        SELECT kind, counted_on, count AS n FROM counting_subjectday WHERE counted_on > '1970-01-01'
        UNION ALL SELECT kind, counted_on, count FROM counting_ledgerday
        UNION ALL SELECT kind, (arrived_at AT TIME ZONE 'UTC')::date, count(*) FROM counting_ledgerevent GROUP BY 1, 2
    ) AS parts GROUP BY kind, counted_on
), stored AS (
    SELECT kind, counted_on, count AS n FROM counting_eventtotal
    WHERE event_class = 'valid' AND kind IN (SELECT kind FROM counted)
)
SELECT kind, counted_on, coalesce(stored.n, 0) AS stored, coalesce(counted.n, 0) AS counted
FROM counted FULL JOIN stored USING (kind, counted_on)
WHERE coalesce(stored.n, 0) <> coalesce(counted.n, 0)
ORDER BY kind, counted_on
"""
