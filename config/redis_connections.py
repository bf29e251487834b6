"""Connections to Redis that wait for half a second, never ask twice, and leave a server alone that did not answer.

A leaf: imports nothing of ours but config.breaker. Everything of ours that speaks to Redis speaks through these, but
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

SOCKET_TIMEOUT_SECONDS: Final = 0.5


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
            self._is_trying = False
            self.breaker.failed()
            raise

    def send_packed_command(self, *args: Any, **kwargs: Any) -> None:
        if self.breaker.is_off:
            self._ask_breaker()
        super().send_packed_command(*args, **kwargs)  # type: ignore[misc]

    def read_response(self, *args: Any, **kwargs: Any) -> Any:
        try:
            answer = super().read_response(*args, **kwargs)  # type: ignore[misc]
        except RedisTimeoutError:
            self._is_trying = False
            self.breaker.failed()
            raise
        if self._is_trying:
            self._is_trying = False
            self.breaker.worked()
        return answer

    def _ask_breaker(self) -> None:
        """Raises ConnectionError where the server is left alone; who tries it may ask until there is an answer."""
        if not self.breaker.is_off or self._is_trying:
            return
        if not self.breaker.may_ask():
            raise RedisConnectionError("Redis did not answer a moment ago, and is left alone.")
        self._is_trying = True


class _GuardedTcp(_Guarded, Connection):
    pass


class _GuardedTls(_Guarded, SSLConnection):
    pass


class _GuardedSocket(_Guarded, UnixDomainSocketConnection):
    pass


GUARDED: Final[dict[type, type]] = {
    Connection: _GuardedTcp,
    SSLConnection: _GuardedTls,
    UnixDomainSocketConnection: _GuardedSocket,
}


class GuardedPool(ConnectionPool):
    """Connections to one server, with one breaker. Also Django's, for its cache (settings.CACHES)."""

    def __init__(self, connection_class: type = Connection, **options: Any) -> None:
        self.breaker = Breaker()
        guarded = type("Guarded", (GUARDED[connection_class],), {"breaker": self.breaker})
        waits = {
            "socket_timeout": SOCKET_TIMEOUT_SECONDS,
            "socket_connect_timeout": SOCKET_TIMEOUT_SECONDS,
            "retry": Retry(NoBackoff(), 0),
        }
        super().__init__(connection_class=guarded, **waits | options)  # type: ignore[arg-type]
