"""How far each replica has followed the primary, as one web process knows it: a thread for each asks, requests only look.

What a replica must have followed is a position in the log of changes (config.freshness): touched pages and what requests wrote are told there, after
the commit. The thread looks at the position, then at how far the primary has written, then waits until the replica has replayed as
much: it has all that was told. So a request compares two numbers in memory; nothing is asked for it.
"""

import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Protocol

from django.conf import settings
from django.db import DatabaseError, connections
from psycopg import Error
from redis.exceptions import RedisError

from config.reading import Choice
from config.replicas.lines import IDENTITY, REPLAYED, WRITTEN, Line
from config.replicas.naming import PRIMARY

# A replica of which nothing better is known is not asked: so old may be what it shows, at most, where news were lost.
FRESH_SECONDS: Final = 2.0
# Looked at so often where nothing is new.
IDLE_SECONDS: Final = 0.7
# After a failure the next look waits for so long.
REST_SECONDS: Final = 1.0
# How often a replica that is behind is asked: at first, and at last.
FIRST_STEP_SECONDS, LAST_STEP_SECONDS = 0.001, 0.05

logger = logging.getLogger(__name__)


class NotItsReplicaError(Exception):
    """The server is no replica of this primary; `str()` says why."""


class Changes(Protocol):
    """Knows the log (config.page_cache.changes). `era`: another one once the log was lost, so that positions begin anew."""

    era: int

    def catch_up(self) -> int: ...


class _Mark(NamedTuple):
    """The replica had, at `at`, all that was told up to `position`; `at`: seconds of a clock that only goes forward."""

    era: int
    position: int
    at: float


class Replica:
    """One of them; `look` is the thread's, all else is for requests."""

    def __init__(
        self, alias: str, changes: Changes, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.alias = alias
        self._changes = changes
        self._clock = clock
        self._lines = (Line(PRIMARY), Line(alias))
        self._reached: _Mark | None = None
        self._news = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_lost = False
        self._is_suspect = False
        self._is_over = False

    def reached(self, position: int) -> int | None:
        """Up to where it shows all that was told, at least to `position`; None where that is not known, which wakes the thread."""
        mark = self._reached
        is_fit = (
            mark is not None
            and mark.position >= position
            and mark.era == self._changes.era
            and self._clock() - mark.at < FRESH_SECONDS
        )
        if mark is not None and is_fit:
            return mark.position
        self._news.set()
        return None

    def distrust(self) -> None:
        """It has just failed a request: nobody asks it before the thread has found it well."""
        self._reached, self._is_suspect = None, True
        self._news.set()

    def follow(self) -> None:
        """Start the thread, unless it runs."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name=self.alias, daemon=True)
            self._thread.start()

    def look(self) -> None:
        """One look, which lasts until the replica has followed, FRESH_SECONDS at most.

        Raises:
            NotItsReplicaError, psycopg.Error, RedisError
        """
        primary, replica = self._lines
        mark = _Mark(self._changes.era, self._changes.catch_up(), self._clock())
        if self._is_suspect or not replica.is_open:
            self._meet()
        before = _replayed(replica)
        written = primary.ask(WRITTEN) or 0
        if before > written:
            raise NotItsReplicaError("it is ahead of the primary, so it follows another one")
        step = FIRST_STEP_SECONDS
        while _replayed(replica) < written:
            if self._clock() - mark.at > FRESH_SECONDS:
                return
            time.sleep(step)
            step = min(2 * step, LAST_STEP_SECONDS)
        self._reached = mark

    def _meet(self) -> None:
        """Nothing of what was there before is used any more."""
        primary, replica = self._lines
        replica.close()
        if replica.ask(IDENTITY) != primary.ask(IDENTITY):
            raise NotItsReplicaError("its data are of another server")
        _forget_pool(self.alias)
        self._is_suspect = False

    def end(self) -> None:
        """Let the thread end."""
        self._is_over = True
        self._news.set()

    def _run(self) -> None:
        while not self._is_over:
            try:
                self.look()
                self._tell(None)
            except (NotItsReplicaError, Error, OSError, RedisError) as error:
                self._reached = None
                self._tell(error)
                time.sleep(REST_SECONDS)
            self._news.wait(IDLE_SECONDS)
            self._news.clear()
        for line in self._lines:
            line.close()

    def _tell(self, error: Exception | None) -> None:
        """Once for each time that it goes and comes back."""
        if error is not None and not self._is_lost:
            logger.warning("%s is not read from: %s", self.alias, error)
        elif error is None and self._is_lost:
            logger.warning("%s is read from again", self.alias)
        self._is_lost = error is not None


def _replayed(replica: Line) -> int:
    found = replica.ask(REPLAYED)
    if found is None:
        raise NotItsReplicaError("it follows nobody")
    return found


def _forget_pool(alias: str) -> None:
    """A pool that could not connect for a while tries seldom; and its connections have ended."""
    wrapper: Any = connections[alias]
    if alias in wrapper._connection_pools:
        wrapper.close_pool()


class Following:
    """All replicas of a process."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self.replicas = tuple(Replica(alias, changes) for alias in settings.REPLICAS)

    def choose(self) -> Choice | None:
        """One of the replicas that show all that was told until now, and to which there is a connection; else None."""
        try:
            position = self._changes.catch_up()
        except RedisError:
            return None
        for replica in random.sample(self.replicas, len(self.replicas)):
            replica.follow()
            reached = replica.reached(position)
            if reached is not None and _connects(replica.alias):
                return Choice(replica.alias, reached)
        return None

    def distrust(self, alias: str) -> None:
        for replica in self.replicas:
            if replica.alias == alias:
                replica.distrust()


def _connects(alias: str) -> bool:
    """A server that cannot be reached has a breaker (config.postgresql.base), so that not everybody waits for it."""
    try:
        connections[alias].ensure_connection()
    except DatabaseError:
        return False
    return True


@dataclass
class _Process:
    following: Following | None = None


_process: Final = _Process()


def follow(changes: Changes) -> Following:
    """From now on this process reads from replicas."""
    _process.following = Following(changes)
    return _process.following


def stop() -> None:
    """This process reads from the primary again."""
    if _process.following is not None:
        for replica in _process.following.replicas:
            replica.end()
    _process.following = None


def following() -> Following | None:
    """None in tests, commands and workers, which read from the primary."""
    return _process.following
