"""Django's cache, which goes on without its server. A leaf: imports nothing of ours.

allauth counts sign-ins in it, so that an error here would shut members out, and no answer would let everybody guess.
While Redis is away each process counts in its own memory: with n processes a limit is n times as wide, and no wider.
"""

from typing import Any, Final

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

# What is counted must not be crowded out by whoever wants to guess on.
MAX_ENTRIES: Final = 20_000


class SteadyCache(RedisCache):
    """What goes through one key at a time; that is all that anybody here asks of it."""

    has_key, incr = BaseCache.has_key, BaseCache.incr
    get_many, set_many, delete_many = (
        BaseCache.get_many,
        BaseCache.set_many,
        BaseCache.delete_many,
    )

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        stand_in = params | {"OPTIONS": {"MAX_ENTRIES": MAX_ENTRIES}}
        self._stand_in = LocMemCache("stand-in", stand_in)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:  # fmt: skip
        try:
            return super().add(key, value, timeout, version)
        except RedisError:
            return self._stand_in.add(key, value, timeout, version)

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError:
            return self._stand_in.get(key, default, version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:  # fmt: skip
        try:
            super().set(key, value, timeout, version)
        except RedisError:
            self._stand_in.set(key, value, timeout, version)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        try:
            return super().touch(key, timeout, version)
        except RedisError:
            return self._stand_in.touch(key, timeout, version)

    def delete(self, key: Any, version: Any = None) -> bool:
        try:
            return super().delete(key, version)
        except RedisError:
            return self._stand_in.delete(key, version)
