"""Two transactions at once, in one order: the second begins while the first is still open."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from django.db import connection, transaction

DEADLINE: Final = 20.0  # seconds


def meanwhile(
    first: Callable[[], object],
    second: Callable[[], object],
    *,
    then: Callable[[], object] | None = None,
) -> object:
    """Do `first`, and commit it only when `second`, begun meanwhile on another connection, has ended or waits for it.

    `then`: what the first still does before it commits. Returns what came of `second`; raises what it raised. Needs `django_db(transaction=True)`.
    """
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            first()
            outcome = threads.submit(_on_own_connection, second)
            _wait_until_blocked(outcome)
            if then:
                then()
        return outcome.result(timeout=DEADLINE)


def _on_own_connection(deed: Callable[[], object]) -> object:
    try:
        return deed()
    finally:
        connection.close()


def _wait_until_blocked(outcome: "Future[object]") -> None:
    end = time.monotonic() + DEADLINE
    while not outcome.done():
        with connection.cursor() as cursor:
            # Not pg_stat_activity, which a transaction sees as it was when it first looked.
            cursor.execute(
                "SELECT count(*) FROM pg_locks"
                " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            [(waiting,)] = cursor.fetchall()
        if waiting:
            return
        if time.monotonic() > end:
            raise TimeoutError("the second deed neither ended nor waits for the first")
