"""A circuit breaker: a server that did not answer is left alone for a while. A leaf: imports nothing of ours.

Waiting for a server that is gone costs every request its time-out and, before long, every thread of the site. So after
one wait in vain nobody waits for REST_SECONDS; then a single caller tries, and the others go on as soon as it succeeds.
Of the libraries, pybreaker holds a lock for as long as a call takes and circuitbreaker lets all threads try at once
when the rest is over; besides, neither takes a clock.
"""

import threading
import time
from collections.abc import Callable
from typing import Final

REST_SECONDS: Final = 2.0


class LeftAloneError(OSError):
    """The server did not answer a moment ago, and was not asked now."""


class Breaker:
    """One for each server and process. Safe for threads; costs a look at an attribute while all is well.

    Whoever is told that it may ask says afterwards whether it `worked` or `failed`; one who says nothing counts as failed.
    `rest_seconds`: longer than whoever tries waits, or several wait at a time.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, rest_seconds: float = REST_SECONDS) -> None:  # fmt: skip
        self._clock = clock
        self._rest_seconds = rest_seconds
        self._lock = threading.Lock()
        self._rests_until = 0.0
        self.is_off = False

    def may_ask(self) -> bool:
        """Whether to ask the server now. After the rest the first who comes is the one who tries."""
        if not self.is_off:
            return True
        with self._lock:
            if self._clock() < self._rests_until:
                return False
            self._rests_until = self._clock() + self._rest_seconds
            return True

    def failed(self) -> None:
        """The server could not be reached, or did not answer in time."""
        with self._lock:
            self._rests_until = self._clock() + self._rest_seconds
            self.is_off = True

    def worked(self) -> None:
        self._rests_until = 0.0
        self.is_off = False
