"""The Redis client and the prefix of its keys. A leaf: imports nothing of ours."""

from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

Client = redis.Redis

SOCKET_TIMEOUT_SECONDS = 0.5


@cache
def events() -> Client:
    """Client of the server that holds counts: answers are bytes, nothing is ever retried.

    A retried increment whose reply was lost counts twice, so a lost reply is an error here.
    """
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=SOCKET_TIMEOUT_SECONDS,
        socket_connect_timeout=SOCKET_TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


def key(*parts: str | int) -> str:
    """`prefix:part:part…`, the shape of every key of ours: app:thing:id:metric[:window]."""
    return ":".join((settings.REDIS_PREFIX, *map(str, parts)))
