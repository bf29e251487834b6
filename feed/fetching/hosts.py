"""Which hosts are left alone for a while: one that hangs costs a wait now and then, not all hands of a worker.

Rows say when each address is due again; but a host has many addresses, and each would wait in vain.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from config.breaker import Breaker
from feed.fetching.errors import FetchError, HostRestsError

# Longer than nearly every fetch may take (config.breaker); a page may well wait so long for its preview.
REST: Final = timedelta(minutes=1)
# Who finds a host asked by so many others comes again soon.
SOON: Final = timedelta(seconds=10)
# Of the hands of a worker, four as it is deployed.
MOST_AT_ONCE: Final = 2
# Hosts that rest are forgotten beyond so many, the first ones first.
MOST_KEPT: Final = 1_000


@dataclass
class _Host:
    breaker: Breaker
    asking: int = field(default=0)


class Hosts:
    """Those that somebody asks now, or that rest. Safe for threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    @contextmanager
    def ask(self, name: str, *, most: int | None = None) -> Iterator[None]:
        """What is done inside asks the host; if it waits in vain, the host rests.

        Raises:
            HostRestsError: it rests, or `most` others ask it at this moment.
        """
        self._enter(name, most)
        is_slow = False
        try:
            yield
        except (FetchError, TimeoutError) as error:
            is_slow = getattr(error, "is_slow", True)
            raise
        finally:
            self._leave(name, is_slow=is_slow)

    def _enter(self, name: str, most: int | None) -> None:
        with self._lock:
            host = self._hosts.get(name)
            if host is None:
                breaker = Breaker(self._clock, rest_seconds=REST.total_seconds())
                host = self._hosts[name] = _Host(breaker)
            if most is not None and host.asking >= most:
                raise HostRestsError(name, rests_for=SOON)
            if not host.breaker.may_ask():
                raise HostRestsError(name, rests_for=REST)
            host.asking += 1

    def _leave(self, name: str, *, is_slow: bool) -> None:
        with self._lock:
            host = self._hosts[name]
            host.asking -= 1
            if is_slow:
                host.breaker.failed()
            else:
                host.breaker.worked()
            if not (host.asking or host.breaker.is_off):
                del self._hosts[name]
            elif len(self._hosts) > MOST_KEPT:
                del self._hosts[next(name for name, host in self._hosts.items() if not host.asking)]


HOSTS: Final = Hosts()
