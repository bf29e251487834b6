"""The Redis clients, one for each role, and the prefix of the keys. A leaf: imports nothing of ours.

Three roles want three servers, since durability and eviction are set for a whole server: the cache may forget
anything, the broker holds hints that a sweeper can do without, the events must not lose one acknowledged count.
"""

import functools

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

Client = redis.Redis

SOCKET_TIMEOUT_SECONDS = 0.5


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
    return redis.Redis.from_url(
        url,
        socket_timeout=SOCKET_TIMEOUT_SECONDS,
        socket_connect_timeout=SOCKET_TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


def key(*parts: str | int) -> str:
    """`prefix:part:part…`, the shape of every key of ours: app:thing:id:metric[:window]."""
    return ":".join((settings.REDIS_PREFIX, *map(str, parts)))
