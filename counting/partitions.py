"""The ledger's partitions, one for each month: made ahead, rolled up and dropped when they are old.

By functions of the database (migration 0003), for the role that serves may make and drop no table.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from django.db import connection, transaction

TABLE: Final = "counting_ledgerevent"
# Whoever makes or drops a partition; any number that nobody else uses.
LOCK: Final = 5_712_301
MONTHS_AHEAD: Final = 2


def ensure_months(days: Iterable[date]) -> None:
    """Make the partitions that these days need, where they are missing. Runs in the caller's transaction."""
    months = {day.replace(day=1) for day in days}
    missing = sorted(month for month in months if not _exists(month))
    if missing:
        _make(missing)


def make_ahead(*, today: date) -> None:
    """Make the partitions of this month and the next ones, so that no drain has to."""
    months = [today.replace(day=1)]
    for _ in range(MONTHS_AHEAD):
        months.append(_next(months[-1]))
    with transaction.atomic():
        ensure_months(months)


def roll_up(*, today: date, keep_months: int) -> list[date]:
    """Turn partitions older than `keep_months` whole months into daily rows, and drop them; which months those were.

    Each month in a transaction of its own: rolled up and dropped, or neither.
    """
    oldest = today.replace(day=1)
    for _ in range(keep_months):
        oldest = _previous(oldest)
    old = [month for month in existing_months() if month < oldest]
    for month in old:
        _roll_up_month(month)
    return old


def existing_months() -> list[date]:
    """The months that have a partition, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relid::regclass::text FROM pg_partition_tree(%s::regclass) WHERE isleaf AND level = 1",
            [TABLE],
        )
        names = [str(name) for (name,) in cursor.fetchall()]
    return sorted(_month_of(name) for name in names)


def _exists(month: date) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [_name(month)])
        return bool(cursor.fetchone()[0])


def _make(months: Iterable[date]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        for month in months:
            cursor.execute("SELECT counting_make_month(%s)", [month])


@transaction.atomic
def _roll_up_month(month: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL lock_timeout = '5s'"
        )  # a reader of the ledger is not made to wait
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [_name(month)])
        if not cursor.fetchone()[0]:
            return  # another run was faster
        cursor.execute(f"LOCK TABLE {_name(month)} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(
            f"""
            INSERT INTO counting_ledgerday AS day (kind, counted_on, subject, detail, count)
            SELECT kind, (arrived_at AT TIME ZONE 'UTC')::date AS counted_on, subject, detail, count(*)
            FROM {_name(month)} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
            ON CONFLICT (kind, counted_on, subject, detail) DO UPDATE SET count = day.count + EXCLUDED.count
            """  # noqa: S608  (the name is a month of ours)
        )
        cursor.execute("SELECT counting_drop_month(%s)", [month])


def _name(month: date) -> str:
    return f"{TABLE}_{month:%Y_%m}"


def _month_of(name: str) -> date:
    year, month = name.removeprefix(f"{TABLE}_").split("_")
    return date(int(year), int(month), 1)


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _previous(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)
