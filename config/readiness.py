"""Whether the site can do its work now: each part that it leans on, measured, with the limit that it must keep.

Asked by people who watch the site, not by a proxy that chooses among processes (that one asks `/healthz`): a worker
that stands still is a reason to wake somebody, not to take every web process out of service.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache as kept
from time import monotonic
from typing import Final

from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max
from redis.exceptions import RedisError

from config import nightly, redis, runs
from config.bucket import Bucket, StoreAwayError
from config.queues import KINDS
from config.redis_connections import SOCKET_TIMEOUT_SECONDS
from config.replicas.checking import behind
from config.replicas.following import FRESH_SECONDS
from counting.health import LONGEST_WAIT, examine
from feed.models import ReadMoreList
from feed.read_more.lists import MAX_AGE

# Beat strikes every ten seconds, and a worker may be in the middle of something long.
BEAT_LIMIT: Final = timedelta(minutes=2)
# One night, and the time that it takes.
BACKUP_LIMIT: Final = timedelta(hours=30)
# Lists older than a day are built anew, so that on a site with posts the newest is hardly older than that.
READ_MORE_LIMIT: Final = MAX_AGE + timedelta(hours=2)
POSTGRES_LIMIT: Final = timedelta(seconds=2)
STORE_LIMIT: Final = timedelta(seconds=2)
REDIS_LIMIT: Final = timedelta(seconds=SOCKET_TIMEOUT_SECONDS)
ROLES: Final = {"cache": redis.cache, "broker": redis.broker, "events": redis.events}


@dataclass(frozen=True)
class Check:
    """One part. `value`: what was measured, None for nothing to measure; `limit`: the most that it may be.

    `is_vital`: without it the site is not ready; otherwise something else does its work.
    """

    name: str
    is_ok: bool
    value: float | None
    limit: float
    unit: str
    is_vital: bool = True

    @classmethod
    def of_time(cls, name: str, taken: timedelta | None, limit: timedelta) -> "Check":
        """A time that must not be longer than its limit; None is fine, nothing waits."""
        value = None if taken is None else round(taken.total_seconds(), 3)
        return cls(name, taken is None or taken <= limit, value, limit.total_seconds(), "seconds")

    @classmethod
    def failed(cls, name: str, limit: timedelta) -> "Check":
        return cls(name, False, None, limit.total_seconds(), "seconds")


def examine_all(*, now: datetime) -> list[Check]:
    """Every check, in the order in which somebody would look; none waits longer than some seconds."""
    checks = [_postgres(), *(_redis(role) for role in ROLES), *_object_store()]
    is_up = checks[0].is_ok
    return [
        *checks,
        _beat(now),
        *_queues(now),
        *_backup(now),
        *((*_replicas(), *_in_database(now)) if is_up else ()),
    ]


def note_beat(*, now: datetime) -> None:
    """Key beat:struck: string, seconds since 1970; no expiry. On the broker: without it no task runs anyway."""
    redis.broker().set(redis.key("beat", "struck"), int(now.timestamp()))


def _postgres() -> Check:
    return _timed("postgresql", POSTGRES_LIMIT, _ask_postgres)


def _ask_postgres() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        _limit_statements()
        cursor.execute("SELECT 1")


def _limit_statements() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SET LOCAL statement_timeout = {int(POSTGRES_LIMIT.total_seconds() * 1000)}"
        )


def _replicas() -> tuple[Check, ...]:
    """How far each is behind; beyond the limit, or without an answer, the primary is read from."""
    limit = timedelta(seconds=FRESH_SECONDS)
    lags = {alias: behind(alias) for alias in settings.REPLICAS}
    found = (
        Check.failed(alias, limit) if lag is None else Check.of_time(alias, lag, limit)
        for alias, lag in lags.items()
    )
    return tuple(replace(check, is_vital=False) for check in found)


def _redis(role: str) -> Check:
    return _timed(f"redis_{role}", REDIS_LIMIT, lambda: ROLES[role]().ping())


def _object_store() -> tuple[Check, ...]:
    """Nothing where uploads lie in folders."""
    bucket = storages["private"]
    if not isinstance(bucket, Bucket):
        return ()
    return (_timed("object_store", STORE_LIMIT, bucket.ask),)


def _timed(name: str, limit: timedelta, ask: Callable[[], object]) -> Check:
    started = monotonic()
    try:
        ask()
    except (DatabaseError, RedisError, StoreAwayError):
        return Check.failed(name, limit)
    return Check.of_time(name, timedelta(seconds=monotonic() - started), limit)


def _beat(now: datetime) -> Check:
    """No stroke at all is a failure: beat has never run, or its message reached no worker."""
    try:
        struck = redis.broker().get(redis.key("beat", "struck"))
    except RedisError:
        struck = None
    if struck is None:
        return Check.failed("beat", BEAT_LIMIT)
    return Check.of_time("beat", now - datetime.fromtimestamp(int(struck), tz=UTC), BEAT_LIMIT)


def _queues(now: datetime) -> list[Check]:
    """One for each, so that it is told which kind of worker is missing, or does not keep up."""
    try:
        waiting = runs.queues(now=now)
    except RedisError:
        return [Check.failed(f"queue_{kind.queue}", kind.longest_wait) for kind in KINDS]
    return [Check.of_time(f"queue_{one.name}", one.age, one.longest_wait) for one in waiting]


def _backup(now: datetime) -> tuple[Check, ...]:
    """Nothing where no folder is named; a folder without a backup is a failure."""
    if settings.BACKUP_ROOT is None:
        return ()
    age = nightly.newest_age(now=now)
    if age is None:
        return (Check.failed("backup", BACKUP_LIMIT),)
    return (Check.of_time("backup", age, BACKUP_LIMIT),)


def _in_database(now: datetime) -> tuple[Check, ...]:
    """What PostgreSQL knows; one failure in place of all, where it goes away meanwhile or a table is missing."""
    try:
        with transaction.atomic():
            _limit_statements()
            return (_migrations(), *_counting(now), _read_more(now))
    except DatabaseError:
        return (Check.failed("database_facts", POSTGRES_LIMIT),)


def _migrations() -> Check:
    missing = len(_on_disk() - set(MigrationRecorder(connection).applied_migrations()))
    return Check("migrations", missing == 0, missing, 0, "unapplied")


@kept
def _on_disk() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _counting(now: datetime) -> tuple[Check, ...]:
    found = examine(now=now, events=redis.events(), cache=redis.cache())
    stopped = len(found.stopped)
    return (
        Check.of_time("oldest_event", found.oldest, LONGEST_WAIT),
        Check.of_time("last_drain", found.drained, LONGEST_WAIT),
        Check("stopped_counting", stopped == 0, stopped, 0, "kinds"),
    )


def _read_more(now: datetime) -> Check:
    newest = ReadMoreList.objects.aggregate(newest=Max("built_at"))["newest"]
    return Check.of_time("read_more", None if newest is None else now - newest, READ_MORE_LIMIT)
