"""Connections to Redis that wait for half a second, never ask twice, and leave a server alone that did not answer.

A leaf: imports nothing of ours but leaves beside it. Everything of ours that speaks to Redis speaks through these, but
Celery, which has time-outs of its own (config.settings) and the same breaker before it (config.tasks).
"""

from typing import Any, Final

from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.connection import Connection, SSLConnection, UnixDomainSocketConnection
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError
from redis.retry import Retry

from config.breaker import Breaker
from config.redis_addresses import server_options, watched
from config.sentinels import AtMaster, Sentinels

SOCKET_TIMEOUT_SECONDS: Final = 0.5
# Read at a time; each connection has a place for so much.
READ_BYTES: Final = 4_096


class _Guarded:
    """What a connection does besides. `breaker`: of its server, set by the pool.

    An idle connection that the server has ended is no failure: the next one, which is made then, will tell.
    """

    breaker: Breaker
    _is_trying = False

    def connect_check_health(self, *args: Any, **kwargs: Any) -> None:
        self._ask_breaker()
        try:
            super().connect_check_health(*args, **kwargs)  # type: ignore[misc]
        except (RedisConnectionError, RedisTimeoutError):
            self._fail()
            raise

    def send_packed_command(self, *args: Any, **kwargs: Any) -> None:
        if self.breaker.is_off:
            self._ask_breaker()
        super().send_packed_command(*args, **kwargs)  # type: ignore[misc]

    def read_response(self, *args: Any, **kwargs: Any) -> Any:
        try:
            answer = super().read_response(*args, **kwargs)  # type: ignore[misc]
        except RedisTimeoutError:
            self._fail()
            raise
        if self._is_trying:
            self._is_trying = False
            self.breaker.worked()
        return answer

    def _fail(self) -> None:
        self._is_trying = False
        self.breaker.failed()

    def _ask_breaker(self) -> None:
        """Raises ConnectionError where the server is left alone; who tries it may ask until there is an answer."""
        if not self.breaker.is_off or self._is_trying:
            return
        if not self.breaker.may_ask():
            raise RedisConnectionError("Redis did not answer a moment ago, and is left alone.")
        self._is_trying = True


class _AtMaster(_Guarded, AtMaster):
    """What leads to a master that sentinels name; after a failure, whoever comes next asks them."""

    def _fail(self) -> None:
        super()._fail()
        self.sentinels.forget()


class _GuardedTcp(_Guarded, Connection):
    pass


class _GuardedTls(_Guarded, SSLConnection):
    pass


class _GuardedSocket(_Guarded, UnixDomainSocketConnection):
    pass


class _GuardedTcpToMaster(_AtMaster, Connection):
    pass


class _GuardedTlsToMaster(_AtMaster, SSLConnection):
    pass


GUARDED: Final[dict[type, type]] = {
    Connection: _GuardedTcp,
    SSLConnection: _GuardedTls,
    UnixDomainSocketConnection: _GuardedSocket,
}


TO_MASTER: Final[dict[type, type]] = {
    Connection: _GuardedTcpToMaster,
    SSLConnection: _GuardedTlsToMaster,
}


class GuardedPool(ConnectionPool):
    """Connections to one server, with one breaker. Also Django's, for its cache (settings.CACHES)."""

    @classmethod
    def from_url(cls, url: str, **options: Any) -> "GuardedPool":
        """Also for an address of sentinels (config.redis_addresses): then to whichever server is the master."""
        found = watched(url)
        if found is None:
            return super().from_url(url, **options)
        kind = SSLConnection if found.tls else Connection
        return cls(kind, sentinels=Sentinels(found), **server_options(found), **options)

    def __init__(
        self,
        connection_class: type = Connection,
        *,
        sentinels: Sentinels | None = None,
        **options: Any,
    ) -> None:
        self.breaker = Breaker()
        known: dict[type, type] = TO_MASTER if sentinels else GUARDED
        own = {"breaker": self.breaker, "sentinels": sentinels}
        guarded = type("Guarded", (known[connection_class],), own)
        waits = {
            "socket_timeout": SOCKET_TIMEOUT_SECONDS,
            "socket_connect_timeout": SOCKET_TIMEOUT_SECONDS,
            "socket_read_size": READ_BYTES,
            "retry": Retry(NoBackoff(), 0),
        }
        super().__init__(connection_class=guarded, **waits | options)  # type: ignore[arg-type]
