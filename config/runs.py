"""What the tasks did last, for who looks after the site: noted by workers on the broker, and forgotten with it.

Keys: `tasks:runs` (hash, field `<task>`, JSON of the last run), `tasks:counts` (hash, field `<task>:<outcome>`, integer),
`tasks:failures` (list of JSON, newest first, at most FAILURES_KEPT). None expires. A broker that is away costs nothing
but the note.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from time import time
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from redis.exceptions import RedisError

from config import redis
from config.logs import ASKED_BY, request_id
from config.queues import KINDS

if TYPE_CHECKING:  # who only reads what was noted needs no Celery
    from celery import Celery, Task

FAILURES_KEPT: Final = 100
ERROR_LENGTH: Final = 300
SENT_AT: Final = "sent_at"
STARTED_AT: Final = "broadsheet_started_at"
# So long that the age of the oldest still tells that nobody takes from the queue (config.queues).
EXPIRED_KEPT: Final = timedelta(hours=1)
DONE, FAILED = "done", "failed"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Run:
    """The last run of one task. `seconds`: how long it took."""

    task: str
    outcome: str
    ended_at: datetime
    seconds: float
    done_count: int = 0
    failed_count: int = 0


@dataclass(frozen=True)
class Failure:
    """A run that raised. `args`: plain values, with which it can be sent again."""

    id: str
    task: str
    error: str
    failed_at: datetime
    args: Sequence[Any]
    kwargs: Mapping[str, Any]


@dataclass(frozen=True)
class Queue:
    """What waits for a worker. `age`: of the oldest message; None where nothing waits, or it does not say.

    `longest_wait`: the most that its age is with a worker that keeps up.
    """

    name: str
    length: int
    age: timedelta | None
    longest_wait: timedelta

    @property
    def is_late(self) -> bool:
        return self.age is not None and self.age > self.longest_wait


def last_runs() -> dict[str, Run]:
    """By task. Raises RedisError."""
    broker = redis.broker()
    counted: dict[bytes, bytes] = broker.hgetall(_key("counts"))  # type: ignore[assignment]
    counts = {key.decode(): int(value) for key, value in counted.items()}
    found = (json.loads(value) for value in broker.hgetall(_key("runs")).values())
    return {one["task"]: _run(one, counts) for one in found}


def failures() -> list[Failure]:
    """Newest first. Raises RedisError."""
    found = map(json.loads, redis.broker().lrange(_key("failures"), 0, -1))
    return [
        Failure(**one | {"failed_at": datetime.fromisoformat(one["failed_at"])}) for one in found
    ]


def retry(failure_id: str, *, app: "Celery") -> bool:
    """Send a failed task again, and forget the failure; False where it is not known any more. Raises RedisError."""
    for row in redis.broker().lrange(_key("failures"), 0, -1):
        told = json.loads(row)
        if told["id"] == failure_id and redis.broker().lrem(_key("failures"), 1, row):  # type: ignore[arg-type]
            app.send_task(told["task"], args=told["args"], kwargs=told["kwargs"])
            return True
    return False


def queues(*, now: datetime) -> list[Queue]:
    """Each queue, in the order of config.queues. Raises RedisError."""
    with redis.broker().pipeline(transaction=False) as ask:
        for kind in KINDS:
            ask.llen(queue_key(kind.queue))
            ask.lindex(queue_key(kind.queue), -1)
        told: list[Any] = ask.execute()
    return [
        Queue(kind.queue, length, _age(oldest, now) if oldest else None, kind.longest_wait)
        for kind, length, oldest in zip(KINDS, told[::2], told[1::2], strict=True)
    ]


def tend(*, now: datetime) -> None:
    """Log each queue in which something waits for too long, and take out of it what expired long ago. Raises RedisError.

    Only a worker of its own takes expired messages out of a queue; where there is none they would fill the broker, and stop all queues.
    """
    for queue in queues(now=now):
        if queue.is_late and queue.age:
            logger.error("Queue %s: the oldest of %d tasks has waited %d s. Is there a worker for it?", queue.name, queue.length, queue.age.total_seconds())  # fmt: skip
            _forget_expired(queue_key(queue.name), before=now - EXPIRED_KEPT)


def queue_key(name: str) -> str:
    """Kombu's list of the messages of a queue, the oldest last."""
    return f"{redis.key('celery')}:{name}"


def note_run(
    task: str, *, outcome: str, seconds: float, now: datetime, failure: Failure | None = None
) -> None:
    """Overwrites the last run of this task, counts it, and keeps a failure. Never raises because of the broker."""
    row = {"task": task, "outcome": outcome, "ended_at": now.isoformat(), "seconds": seconds}
    with suppress(RedisError), redis.broker().pipeline(transaction=False) as notes:
        notes.hset(_key("runs"), task, json.dumps(row))
        notes.hincrby(_key("counts"), f"{task}:{outcome}", 1)
        if failure:
            notes.lpush(_key("failures"), json.dumps(asdict(failure), default=_plain))
            notes.ltrim(_key("failures"), 0, FAILURES_KEPT - 1)
        notes.execute()


def listen() -> None:
    """Let this process note what its tasks do."""
    from celery import signals

    signals.before_task_publish.connect(_stamp)
    signals.task_prerun.connect(_start)
    signals.task_success.connect(_succeeded)
    signals.task_failure.connect(_failed)


def _stamp(headers: dict[str, Any] | None = None, **_: Any) -> None:
    if headers is not None:
        headers[SENT_AT] = time()
        headers[ASKED_BY] = request_id()


def _start(task: "Task[..., Any]", **_: Any) -> None:
    setattr(task.request, STARTED_AT, time())


def _succeeded(sender: "Task[..., Any]", **_: Any) -> None:
    if not sender.request.is_eager:
        note_run(str(sender.name), outcome=DONE, seconds=_took(sender), now=datetime.now(UTC))


def _failed(sender: "Task[..., Any]", exception: BaseException, args: Any, kwargs: Any, **_: Any) -> None:  # fmt: skip
    if sender.request.is_eager:
        return
    # The first line alone: PostgreSQL repeats a row's values in the second.
    words = next(iter(str(exception).splitlines()), "")
    now, error = datetime.now(UTC), f"{type(exception).__name__}: {words}"[:ERROR_LENGTH]
    kept = Failure(uuid4().hex, str(sender.name), error, now, list(args or ()), dict(kwargs or {}))
    note_run(str(sender.name), outcome=FAILED, seconds=_took(sender), now=now, failure=kept)


def _took(task: "Task[..., Any]") -> float:
    started = float(getattr(task.request, STARTED_AT, time()))
    return round(time() - started, 3)


def _forget_expired(name: str, *, before: datetime) -> None:
    broker = redis.broker()
    for message in reversed(broker.lrange(name, 0, -1)):
        expires_at = _expires_at(message)
        if expires_at and expires_at < before:
            broker.lrem(name, -1, message)  # type: ignore[arg-type]


def _expires_at(message: bytes | str) -> datetime | None:
    """None for one that does not expire, or was not sent by Celery."""
    try:
        return datetime.fromisoformat(json.loads(message)["headers"]["expires"])
    except (ValueError, KeyError, TypeError):
        return None


def _age(message: bytes | str, now: datetime) -> timedelta | None:
    """None for a message that was not sent by us."""
    try:
        sent_at = datetime.fromtimestamp(json.loads(message)["headers"][SENT_AT], UTC)
    except (ValueError, KeyError, TypeError):
        return None
    return max(timedelta(0), now - sent_at)


def _run(told: dict[str, Any], counts: Mapping[str, int]) -> Run:
    done, failed = (counts.get(f"{told['task']}:{outcome}", 0) for outcome in (DONE, FAILED))
    ended_at = datetime.fromisoformat(told["ended_at"])
    return Run(told["task"], told["outcome"], ended_at, told["seconds"], done, failed)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _key(name: str) -> str:
    return redis.key("tasks", name)
