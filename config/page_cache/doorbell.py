"""Rings when the log of changes has grown, so that a request need not ask: Redis holds a blocking read for each process.

What rings is an answer that lies in the socket: one look at it, without waiting, costs a fraction of a round trip. Redis
writes it in the same turn in which it answers whoever told the change, so it is there before they can tell a reader.
"""

import os
import select
import threading
import time
from collections.abc import Callable
from typing import Any, Final

from redis.exceptions import RedisError

from config import redis
from config.freshness import log_key

# Redis answers after so long at the latest, which proves that it is still there.
WAIT_MILLISECONDS: Final = 1_000
# An answer that is later than that never comes.
LATEST_SECONDS: Final = 1.5


class Doorbell:
    """One for each process. Many threads may look whether it rang; asking and arming are for one at a time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._of_thread = threading.local()
        self._connection: Any = None
        self._process = 0
        self._socket = -1
        self._waits = False
        self._trusted_until = 0.0

    def is_silent(self) -> bool:
        """Whether the log is as it was when the bell was armed; False where that is not known."""
        return self._clock() < self._trusted_until and not self._poll().poll(0)

    def ask(self, *command: str | int | bytes) -> Any:
        """The answer to a command; from now on the bell is not armed. Raises RedisError."""
        self._trusted_until = 0.0
        self._stop_waiting()
        if self._connection is None or self._process != os.getpid():
            self._connection = redis.own_connection(redis.cache())
            self._process = os.getpid()
        self._send(*command)
        return self._connection.read_response()

    def arm(self, last: bytes) -> None:
        """Ring for what comes after the entry `last`, after `ask` has told of it. Raises RedisError."""
        self._send("XREAD", "BLOCK", WAIT_MILLISECONDS, "STREAMS", log_key(), last)
        self._waits = True
        self._socket = self._connection._sock.fileno()
        self._trusted_until = self._clock() + LATEST_SECONDS

    def disarm(self) -> None:
        """After a failure: the next question is asked over a new connection."""
        self._trusted_until, self._waits = 0.0, False
        if self._connection is not None:
            self._connection.disconnect()

    def _stop_waiting(self) -> None:
        """Take the answer that rang; that there is one is all it says. A connection that ended is no failure yet.

        Nor is one that says nothing: nobody waits for it, and whether the server is there a new one will tell.
        """
        if not self._waits:
            return
        self._waits = False
        if not self._poll().poll(0):
            self._connection.disconnect()
            return
        try:
            self._connection.read_response()
        except RedisError:
            self._connection.disconnect()

    def _send(self, *command: str | int | bytes) -> None:
        packed = self._connection.pack_command(*command)
        self._connection.send_packed_command(packed, check_health=False)

    def _poll(self) -> "select.poll":
        """Each thread's own: two must not look through one at the same time."""
        socket = self._socket
        known: tuple[int, select.poll] | None = getattr(self._of_thread, "poll", None)
        if known is None or known[0] != socket:
            known = (socket, select.poll())
            known[1].register(socket, select.POLLIN)
            self._of_thread.poll = known
        return known[1]
