"""What has changed, as one process knows it: a copy of the log's names that is brought up to date at each request.

The log (config.freshness) is a Redis stream. As long as the doorbell is silent, nothing has changed and nothing is asked.
When it has rung, and once a second, a request asks for the entries from the last known one on, that one included. If it
does not come back, the log is not the one that this process knew, and everything is read anew.
"""

import threading
from typing import Final

from redis.exceptions import RedisError

from config import redis
from config.freshness import TOUCHED, WITHDRAWN, log_key
from config.page_cache.doorbell import Doorbell

# More names than this are forgotten, the oldest first.
MAX_NAMES: Final = 50_000
NEVER: Final = 0
BEGINNING: Final = b"-"
# An id is <milliseconds>-<number>; both fit into one integer that sorts alike.
NUMBER_BITS: Final = 20
_WITHDRAWN: Final = WITHDRAWN.encode()

Entries = list[tuple[bytes, list[bytes]]]


class Changes:
    """Positions in the log at which names were last touched or withdrawn. Safe for threads.

    `era`: another one once the log is not the one that was known; then older positions say nothing.
    """

    def __init__(self) -> None:
        self.era = 0
        self._doorbell = Doorbell()
        self._asking = threading.Lock()
        self._last = BEGINNING
        self._position = NEVER
        self._horizon = NEVER  # what is older is unknown
        self._touched: dict[str, int] = {}
        self._withdrawn: dict[str, int] = {}

    def catch_up(self) -> int:
        """The position of the newest entry, after learning all up to it; without a round trip where nothing is new.

        Raises:
            RedisError: Redis does not answer, or did not a moment ago.
        """
        known = self._position  # before the look: what is learned meanwhile is newer
        if self._doorbell.is_silent():
            return known
        with self._asking:
            if not self._doorbell.is_silent():  # as long as this thread waited
                self._ask()
            return self._position

    def have_touched(self, names: frozenset[str], *, since: int) -> bool:
        """Whether anything that these names stand for has changed after the position `since`, as far as is known."""
        return self._any_after(self._touched, names, since)

    def have_withdrawn(self, names: frozenset[str], *, since: int) -> bool:
        return self._any_after(self._withdrawn, names, since)

    def _any_after(self, table: dict[str, int], names: frozenset[str], since: int) -> bool:
        return since < self._horizon or any(table.get(name, NEVER) > since for name in names)

    def _ask(self) -> None:
        try:
            self._learn(self._entries_from(self._last))
            self._doorbell.arm(self._last)
        except RedisError:
            self._doorbell.disarm()
            raise

    def _entries_from(self, start: bytes) -> Entries:
        entries: Entries = self._doorbell.ask("XRANGE", log_key(), start, "+")
        return entries

    def _learn(self, entries: Entries) -> None:
        if not entries or entries[0][0] != self._last:
            self._replace(self._whole_log())
        elif len(entries) > 1:
            _note(entries, self._touched, self._withdrawn)
            self._forget_the_oldest()
            self._last, self._position = entries[-1][0], _position(entries[-1][0])

    def _replace(self, entries: Entries) -> None:
        """Whoever looks meanwhile finds the former names or the new ones, never none."""
        touched: dict[str, int] = {}
        withdrawn: dict[str, int] = {}
        _note(entries, touched, withdrawn)
        self.era += 1
        self._horizon = _position(entries[0][0])
        self._touched, self._withdrawn = touched, withdrawn
        self._last, self._position = entries[-1][0], _position(entries[-1][0])

    def _whole_log(self) -> Entries:
        """All that is remembered; a log that is not there is begun."""
        entries = self._entries_from(BEGINNING)
        if not entries:
            redis.cache().xadd(log_key(), {TOUCHED: ""})
            entries = self._entries_from(BEGINNING)
        return entries

    def _forget_the_oldest(self) -> None:
        if len(self._touched) <= MAX_NAMES:
            return
        self._horizon = sorted(self._touched.values())[len(self._touched) // 2]
        self._touched = {name: at for name, at in self._touched.items() if at > self._horizon}
        self._withdrawn = {name: at for name, at in self._withdrawn.items() if at > self._horizon}


def _note(entries: Entries, touched: dict[str, int], withdrawn: dict[str, int]) -> None:
    for entry_id, (how, names) in entries:
        position = _position(entry_id)
        for name in names.decode().split():
            touched[name] = position
            if how == _WITHDRAWN:
                withdrawn[name] = position


def _position(entry_id: bytes) -> int:
    milliseconds, _dash, number = entry_id.partition(b"-")
    return (int(milliseconds) << NUMBER_BITS) + int(number)
