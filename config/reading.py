"""From which server a thread reads: the primary, unless its request may read from a replica (config.replicas).

A leaf: imports nothing of ours. Whoever asks PostgreSQL in words of their own, to read, asks `connection_for_reading()`; the ORM asks the
router of config.replicas, which asks here. Without replicas, and outside of such requests, that is the primary.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections

# In the environment of a request: which server was read from, "" for none; absent where it could only be the primary.
READ_FROM: Final = "broadsheet.read_from"


class Choice(NamedTuple):
    """A replica that has followed all that was told up to a position in the log of changes (config.freshness)."""

    alias: str
    position: int


Choose = Callable[[], Choice | None]


class _Reading:
    """One request. The server is chosen at its first question and stays; who writes goes on with the primary."""

    def __init__(self, choose: Choose) -> None:
        self._choose = choose
        self._is_settled = False
        self.choice: Choice | None = None
        self.read_from = ""

    def alias(self) -> str:
        """In a transaction of the primary everything is asked of the primary."""
        if connections[DEFAULT_DB_ALIAS].in_atomic_block:
            return DEFAULT_DB_ALIAS
        if not self._is_settled:
            self._is_settled = True
            self.choice = self._choose()
            self.read_from = self.choice.alias if self.choice else DEFAULT_DB_ALIAS
        return self.choice.alias if self.choice else DEFAULT_DB_ALIAS

    def stay_with_primary(self) -> None:
        self._is_settled, self.choice = True, None


_thread: Final = threading.local()


def alias() -> str:
    """The name of the server, as Django knows it."""
    reading = _of_thread()
    return reading.alias() if reading else DEFAULT_DB_ALIAS


def reads_elsewhere() -> bool:
    """Whether this request has a replica to read from."""
    return alias() != DEFAULT_DB_ALIAS


def connection_for_reading() -> Any:
    return connections[alias()]


def position() -> int | None:
    """In the log of changes, up to which this thread reads; None where it reads from the primary, which knows all."""
    reading = _of_thread()
    return reading.choice.position if reading and reading.choice else None


def begin(choose: Choose) -> None:
    """From here on this thread may read from what `choose` chooses; None is the primary."""
    _thread.reading = _Reading(choose)


def stay_with_primary() -> None:
    """Whoever is about to write sees what they write."""
    reading = _of_thread()
    if reading:
        reading.stay_with_primary()


@contextmanager
def from_primary() -> Iterator[None]:
    """What is asked meanwhile is asked of the primary."""
    reading, _thread.reading = _of_thread(), None
    try:
        yield
    finally:
        _thread.reading = reading


def end() -> str | None:
    """The server that was read from since `begin`, "" for none; None where that was not called."""
    reading = _of_thread()
    _thread.reading = None
    return reading.read_from if reading else None


def _of_thread() -> _Reading | None:
    return getattr(_thread, "reading", None)
