"""Which server is the master now, asked of the sentinels. A leaf: imports nothing of ours but config.redis_addresses."""

from typing import Any, Final

from redis.backoff import NoBackoff
from redis.connection import Connection, SSLConnection
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ReadOnlyError, RedisError
from redis.retry import Retry

from config.redis_addresses import Watched, sentinel_options

Place = tuple[str, int]
WAIT_SECONDS: Final = 0.5
# What waits for a sentinel, and asks it once.
WAITS: Final = {
    "socket_timeout": WAIT_SECONDS,
    "socket_connect_timeout": WAIT_SECONDS,
    "retry": Retry(NoBackoff(), 0),
}


class Sentinels:
    """Those of one master. Safe for threads. `present`: where it was found last; None after it failed."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched
        self._hosts = watched.sentinels
        self.present: Place | None = None

    def find(self) -> Place:
        """Asks one after the other, first the one that knew it last; each is waited for like a server.

        Raises:
            redis.exceptions.ConnectionError: no sentinel answers and knows the master.
        """
        for host in self._hosts:
            try:
                found = self._ask(host)
            except RedisError:
                continue
            if found:
                self._hosts = (host, *(other for other in self._hosts if other != host))
                self.present = found
                return found
        raise RedisConnectionError(f"No sentinel answers and knows “{self._watched.name}”.")

    def forget(self) -> None:
        """Whoever asks next, over whichever connection, finds the master anew, and asks another sentinel first: one may be cut off."""
        self.present = None
        first, *others = self._hosts
        self._hosts = (*others, first)

    def _ask(self, host: Place) -> Place | None:
        kind: Any = SSLConnection if self._watched.tls else Connection
        line: Any = kind(host=host[0], port=host[1], **WAITS, **sentinel_options(self._watched))
        try:
            line.send_command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", self._watched.name)
            answer = line.read_response()
        finally:
            line.disconnect()
        return (answer[0].decode(), int(answer[1])) if answer else None


class AtMaster:
    """What a connection does besides, where sentinels say where it leads. `sentinels`: set by the pool.

    A server that is no master any more is left at once: what it takes is lost when it learns of the new one.
    """

    sentinels: Sentinels
    _is_greeting = False
    _led_to: Place | None = None

    def connect_check_health(self, *args: Any, **kwargs: Any) -> None:
        if self._sock:  # type: ignore[attr-defined]
            return
        self._led_to = self.host, self.port = self.sentinels.find()
        self._is_greeting = True
        try:
            super().connect_check_health(*args, **kwargs)  # type: ignore[misc]
        finally:
            self._is_greeting = False

    def on_connect_check_health(self, *args: Any, **kwargs: Any) -> None:
        """Sentinels learn a moment late that a server came back, or is cut off."""
        super().on_connect_check_health(*args, **kwargs)  # type: ignore[misc]
        self.send_command("ROLE", check_health=False)  # type: ignore[attr-defined]
        if self.read_response()[0] not in (b"master", "master"):
            raise RedisConnectionError("The server that sentinels name is no master.")

    def send_packed_command(self, *args: Any, **kwargs: Any) -> None:
        """One that leads to the master of before is made anew, before anything goes over it."""
        if self._led_to != self.sentinels.present and not self._is_greeting:
            self.disconnect()  # type: ignore[attr-defined]
        super().send_packed_command(*args, **kwargs)  # type: ignore[misc]

    def read_response(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().read_response(*args, **kwargs)  # type: ignore[misc]
        except ReadOnlyError as error:
            self.sentinels.forget()
            self.disconnect()  # type: ignore[attr-defined]
            raise RedisConnectionError("The server is no master any more.") from error
