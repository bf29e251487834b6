"""What is the same for every reader, made once by a web process and true until the log of changes says otherwise.

The names of what a result shows are those of a page that shows it (config.freshness); so it goes the moment a kept page
would. Nothing is kept where nobody follows the log: in tests, commands and workers.
"""

import threading
import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, Generic, NamedTuple, TypeVar

from config import freshness
from config.freshness import SITE
from config.thrift import with_room

T = TypeVar("T")

# As old as a kept page may be (config.page_cache.copies): words such as "5 minutes ago", and news that was lost.
FRESH_SECONDS: Final = 6.0
PATIENCE_SECONDS: Final = 1.0


@with_room
def made_anew(make: Callable[[], T]) -> T:
    """What `make` answers; it has room for the frames of all that it calls."""
    return make()


class _Kept(NamedTuple, Generic[T]):
    """`position`: in the log, before it was made; `at`: seconds of a clock that only goes forward; `weight`: bytes, roughly."""

    value: T
    names: frozenset[str]
    position: int
    at: float
    weight: int


class Shared(Generic[T]):
    """Results by key, at most `size` of them; they are shared between requests, so never to be changed.

    `most_bytes`: of all together, by what `weigh` says of each; the last one alone may have more.
    """

    def __init__(
        self, *, size: int, most_bytes: int = 0, weigh: Callable[[T], int] = lambda _value: 0
    ) -> None:
        self.size = size
        self.most_bytes = most_bytes
        self._weigh = weigh
        self._kept: dict[Hashable, _Kept[T]] = {}
        self._locks: dict[Hashable, threading.Lock] = {}

    def get(
        self,
        key: Hashable,
        make: Callable[[], T],
        *,
        names: Callable[[T], Iterable[str]],
        since: int | None = None,
    ) -> T:
        """What `make` answered last for this key, while nothing of its `names`, nor of the site, was touched since.

        `since`: the position in the log before something was read of which `make` makes it; None where it reads all itself.
        """
        if freshness.position() is None:
            return made_anew(make)
        known = self._recall(key)
        if known is not None:
            return known.value
        with self._alone(key):
            position = freshness.position() if since is None else since
            known = self._recall(key)  # by the thread that was waited for
            if known is not None:
                return known.value
            self._kept.pop(
                key, None
            )  # nobody gets it any more, and two of a long conversation are twice the memory
            made = made_anew(make)
            if position is not None:
                shown = frozenset((SITE, *names(made)))
                now = time.monotonic()
                self._keep(key, _Kept(made, shown, position, now, self._weigh(made)))
            return made

    def _recall(self, key: Hashable) -> _Kept[T] | None:
        known = self._kept.get(key)
        return known if known is not None and _is_true(known) else None

    @contextmanager
    def _alone(self, key: Hashable) -> Iterator[None]:
        """Of the threads of this process, one makes it: a long page made by all at once takes the memory of all.

        Who has waited for long makes it, too: he may hold the connection to PostgreSQL that the other one waits for.
        """
        lock = self._locks.setdefault(key, threading.Lock())
        is_mine = lock.acquire(timeout=PATIENCE_SECONDS)
        try:
            yield
        finally:
            if is_mine:
                lock.release()
            self._locks.pop(key, None)

    def _keep(self, key: Hashable, made: _Kept[T]) -> None:
        """What is too old goes at once, since a long conversation takes megabytes; where that is not enough, all goes."""
        young = {known: one for known, one in list(self._kept.items()) if _is_young(one)}
        young.pop(key, None)
        weight = made.weight + sum(one.weight for one in young.values())
        has_room = len(young) < self.size and weight <= self.most_bytes
        self._kept = young | {key: made} if has_room else {key: made}


def _is_young(known: _Kept[Any]) -> bool:
    return time.monotonic() - known.at < FRESH_SECONDS


def _is_true(known: _Kept[Any]) -> bool:
    return _is_young(known) and not freshness.have_touched(known.names, since=known.position)
