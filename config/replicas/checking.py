"""`manage.py check --deploy`, `/readyz` and `/metrics`: whether what the site names as its replicas are, and how far they are behind."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core import checks
from psycopg import Error

from config.replicas.lines import IDENTITY, REPLAYED, WRITTEN, Line
from config.replicas.naming import PRIMARY

# Milliseconds since the last transaction that it has replayed, where it has not replayed all that the primary had written.
BEHIND: Final = """
    SELECT CASE WHEN pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0') >= %s THEN 0
    ELSE 1000 * extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END WHERE pg_is_in_recovery()
"""


@checks.register(deploy=True)
def replicas(**_: Any) -> list[checks.CheckMessage]:
    """A server that is no replica of the primary is an error: nobody would ever read from it, or would read what is not there."""
    return [found for alias in settings.REPLICAS for found in _wrong_with(alias)]


def behind(alias: str) -> timedelta | None:
    """How much older than the primary the replica is; None where it does not say. Waits some seconds at most."""
    try:
        with closing(Line(PRIMARY)) as primary, closing(Line(alias)) as replica:
            written = primary.ask(WRITTEN)
            found = replica.ask(BEHIND, written)
    except Error:
        return None
    return None if found is None else timedelta(milliseconds=found)


def _wrong_with(alias: str) -> Iterator[checks.CheckMessage]:
    named = f"{alias}, as DATABASE_REPLICA_URLS counts them,"
    try:
        with closing(Line(PRIMARY)) as primary, closing(Line(alias)) as replica:
            is_alike = primary.ask(IDENTITY) == replica.ask(IDENTITY)
            follows = replica.ask(REPLAYED) is not None
    except Error as error:
        yield checks.Warning(
            f"{named} cannot be asked: {error}",
            hint="Until it answers, the primary does all the work.",
            id="broadsheet.W003",
        )
        return
    if not is_alike:
        yield checks.Error(
            f"{named} holds the data of another server than DATABASE_URL.",
            hint="Make it anew from the primary with pg_basebackup (docs/operations.md), or leave it out.",
            id="broadsheet.E001",
        )
    elif not follows:
        yield checks.Error(
            f"{named} follows nobody: it is a primary, or was made one.",
            hint="Name streaming replicas alone; after a failover name the new primary in DATABASE_URL.",
            id="broadsheet.E002",
        )
