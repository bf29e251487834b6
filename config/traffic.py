"""What the web processes answered, for `/metrics`: counted by each in its memory, and added up on the cache's server.

Key web:traffic: hash, no expiry; fields `<what>:<kind>`, numbers that only grow until the server forgets them, which
Prometheus takes for a restart. What was counted since the last flush is lost with its process.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Final

from redis.exceptions import RedisError

from config import redis
from config.page_cache.application import OUTCOME
from config.reading import READ_FROM

FLUSH_SECONDS: Final = 5.0
REQUESTS, SECONDS, PAGES, READS = "requests", "seconds", "pages", "reads"
Environ = dict[str, Any]


class Traffic:
    """The outermost WSGI wrapper; one for each process, safe for threads."""

    def __init__(self, application: Callable[..., Iterable[bytes]], clock: Callable[[], float] = time.monotonic) -> None:  # fmt: skip
        self._application = application
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._flushed_at = clock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        began = self._clock()
        statuses: list[str] = []

        def start(status: str, *rest: Any) -> Any:
            statuses.append(status)
            return start_response(status, *rest)

        answer = self._application(environ, start)
        self._note(statuses[-1] if statuses else "500", environ, began)
        return answer

    def _note(self, status: str, environ: Environ, began: float) -> None:
        now = self._clock()
        kind = f"{status[0]}xx"
        outcome, server = environ.get(OUTCOME), environ.get(READ_FROM)
        with self._lock:
            self._counts[f"{REQUESTS}:{kind}"] += 1
            self._counts[f"{SECONDS}:{kind}"] += now - began  # type: ignore[assignment]
            if outcome:
                self._counts[f"{PAGES}:{outcome}"] += 1
            if server:
                self._counts[f"{READS}:{server}"] += 1
            if now - self._flushed_at < FLUSH_SECONDS:
                return
            self._flushed_at, counts, self._counts = now, self._counts, Counter()
        _flush(counts)


def read() -> dict[tuple[str, str], float]:
    """By what and kind, of all processes together. Raises RedisError."""
    told: dict[bytes, bytes] = redis.cache().hgetall(_key())  # type: ignore[assignment]
    found = {}
    for field, value in told.items():
        what, _colon, kind = field.decode().partition(":")
        found[what, kind] = float(value)
    return found


def _flush(counts: Counter[str]) -> None:
    """A cache that is away costs these figures, and no request."""
    with suppress(RedisError), redis.cache().pipeline(transaction=False) as pipe:
        for field, value in counts.items():
            pipe.hincrbyfloat(_key(), field, value)
        pipe.execute()


def _key() -> str:
    return redis.key("web", "traffic")
