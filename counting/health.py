"""How counting is doing: what waits and for how long, what was refused, what stands still."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from redis.exceptions import RedisError

from config.redis import Client, key
from counting.kinds import REGISTRY, UNKNOWN
from counting.models import BatchSequence
from counting.sightings import live_key, stream_key

# Beat drains every ten seconds; what waits six times as long is stuck.
LONGEST_WAIT: Final = timedelta(minutes=1)
KEEP_REFUSALS: Final = timedelta(days=14)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Health:
    """`is_answering`: the events server. `waiting`: entries in streams. `oldest`: of them, how old; None without any.

    `drained`: how long ago a drain came to its end; None if none ever did, or nothing waits for one.
    `refused`: events that were refused today since nothing could hold them. `stopped`: kinds that wait for a person.
    """

    is_answering: bool
    waiting: int = 0
    oldest: timedelta | None = None
    drained: timedelta | None = None
    refused: int = 0
    stopped: tuple[str, ...] = ()

    def problems(self) -> Iterator[str]:
        """What somebody should look at, in words for the log; nothing if all is well."""
        if not self.is_answering:
            yield "The events server does not answer: events are refused."
        if self.oldest and self.oldest > LONGEST_WAIT:
            yield f"The oldest event has waited {self.oldest.total_seconds():.0f} s for the ledger."
        if self.drained and self.drained > LONGEST_WAIT:
            yield f"Events wait, and the last drain ended {self.drained.total_seconds():.0f} s ago."
        if self.refused:
            yield f"{self.refused} events were refused today."
        for kind in self.stopped:
            yield f"Counting of {kind} stands still: the events server went back in time."


def examine(*, now: datetime, events: Client, cache: Client) -> Health:
    """Ask both servers and the database."""
    stopped = BatchSequence.objects.exclude(stopped_at=None).order_by("kind")
    kinds = tuple(stopped.values_list("kind", flat=True))
    refused = _refused(now.date(), cache=cache)
    try:
        waiting, oldest = _waiting(now, redis=events)
        drained = _drained(now, redis=events)
    except RedisError:
        return Health(is_answering=False, refused=refused, stopped=kinds)
    return Health(True, waiting, oldest, drained, refused, kinds)


def raise_alarms(health: Health) -> None:
    """Log every problem as an error."""
    for problem in health.problems():
        logger.error("Counting: %s", problem)


def note_drained(*, now: datetime, redis: Client) -> None:
    """Key counting:drained: string, seconds since 1970 at which the last drain came to its end; no expiry."""
    redis.set(key("counting", "drained"), int(now.timestamp()))


def note_refused(count: int, *, today: date, cache: Client) -> None:
    """Key counting:refused:<day>: string, number of events; on the cache's server, expires after two weeks.

    As well as it can: the cache may be down too, or forget.
    """
    name = key("counting", "refused", today.isoformat())
    try:
        cache.incrby(name, count)
        cache.expire(name, KEEP_REFUSALS)
    except RedisError:
        logger.warning("%d refused events could not even be counted.", count)


def _refused(today: date, *, cache: Client) -> int:
    try:
        return int(cache.get(key("counting", "refused", today.isoformat())) or 0)
    except RedisError:
        return 0


def _waiting(now: datetime, *, redis: Client) -> tuple[int, timedelta | None]:
    """Entries in all streams, and the age of the oldest."""
    count, ages = 0, []
    for kind in REGISTRY:
        count += redis.xlen(stream_key(kind))
        entries: Any = redis.xrange(
            stream_key(kind), count=1
        )  # typed for every version of the protocol
        for entry_id, _fields in entries:
            milliseconds = int(entry_id.split(b"-")[0])
            ages.append(now - datetime.fromtimestamp(milliseconds / 1000, tz=UTC))
    return count, max(ages, default=None)


def _drained(now: datetime, *, redis: Client) -> timedelta | None:
    waits = any(redis.exists(live_key(kind)) for kind in (*REGISTRY, UNKNOWN))
    found = redis.get(key("counting", "drained"))
    if not waits or found is None:
        return None
    return now - datetime.fromtimestamp(int(found), tz=UTC)
