"""The Redis clients, one for each role, and the prefix of the keys. A leaf: imports nothing of ours.

Three roles want three servers, since durability and eviction are set for a whole server: the cache may forget
anything, the broker holds hints that a sweeper can do without, the events must not lose one acknowledged count.
"""

import functools
import os
import select
import threading
from dataclasses import dataclass
from typing import Any

import redis
from django.conf import settings

from config.redis_connections import GuardedPool

Client = redis.Redis


@functools.cache
def events() -> Client:
    """The server that holds counts: answers are bytes, nothing is ever retried.

    A retried increment whose reply was lost counts twice, so a lost reply is an error here.
    """
    return _client(settings.REDIS_EVENTS_URL)


@functools.cache
def cache() -> Client:
    """The server that may forget anything at any time: pages, fragments, what is quickly made again."""
    return _client(settings.REDIS_CACHE_URL)


@functools.cache
def broker() -> Client:
    """The server of Celery's queues, to look at their lengths; Celery itself connects on its own."""
    return _client(settings.REDIS_BROKER_URL)


def _client(url: str) -> Client:
    return redis.Redis.from_pool(GuardedPool.from_url(url))


@dataclass
class _Line:
    """A connection that one thread of one process has to itself. `client`: held, so that its id stays its own."""

    client: Client
    process: int
    connection: Any
    poll: Any = None
    socket: Any = None

    def is_dead(self) -> bool:
        """Between two questions nothing can come but the end of the connection."""
        return self.poll is not None and bool(self.poll.poll(0))


_lines = threading.local()


def ask(client: Client, *command: str | int | bytes) -> Any:
    """Send one command and wait for the answer, over a connection of this thread's own. Never sent twice.

    For the few ways that are gone thousands of times in a second: no pool is asked, nothing but the command is sent.

    Raises:
        redis.exceptions.RedisError: as from the client. Unless it is a ResponseError, it may have been done or not.
    """
    line = _line(client)
    connection = line.connection
    if line.is_dead():
        connection.disconnect()
        line.poll = None
    try:
        connection.send_packed_command(connection.pack_command(*command), check_health=False)
        answer = connection.read_response()
    except redis.ResponseError:
        raise
    except BaseException:
        connection.disconnect()  # what still comes would be taken for the next answer
        line.poll = None
        raise
    if line.poll is None or line.socket is not connection._sock:  # it may have been made anew
        line.socket = connection._sock
        line.poll = select.poll()
        line.poll.register(connection._sock, select.POLLIN)
    return answer


def _line(client: Client) -> _Line:
    lines: dict[int, _Line] = _lines.__dict__.setdefault("by_client", {})
    line, process = lines.get(id(client)), os.getpid()
    if line is None or line.process != process:
        line = lines[id(client)] = _Line(client, process, own_connection(client))
    return line


def own_connection(client: Client) -> Any:
    """One for the caller alone; it ends with what holds it.

    Past the pool, which makes a hundred in its life, and never hears that a thread of the web server has ended.
    """
    pool = client.connection_pool
    return pool.connection_class(**pool.connection_kwargs)


def key(*parts: str | int) -> str:
    """`prefix:part:part…`, the shape of every key of ours: app:thing:id:metric[:window]."""
    return ":".join((settings.REDIS_PREFIX, *map(str, parts)))
