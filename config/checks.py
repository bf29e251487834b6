"""`manage.py check --deploy`: whether the three Redis roles lie where they are safe."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from redis.exceptions import RedisError

from config.redis import events

ROLES: Final = ("REDIS_CACHE_URL", "REDIS_BROKER_URL", "REDIS_EVENTS_URL")
# What the events server must say of itself, and what happens otherwise.
REQUIRED: Final = (
    ("maxmemory-policy", "noeviction", "counts that wait are evicted when memory is short"),
    ("appendonly", "yes", "a restart forgets the counts that wait"),
    ("appendfsync", "always", "a power cut loses up to a second of counts, or doubles them"),
)


@checks.register(checks.Tags.caches, deploy=True)
def redis_roles(**_: Any) -> list[checks.CheckMessage]:
    """One server for several roles, or an events server that forgets, is a warning."""
    shared = _shared({name: getattr(settings, name) for name in ROLES})
    warnings: list[checks.CheckMessage] = [
        checks.Warning(
            f"{' and '.join(names)} name one server.",
            hint="Eviction and durability are set for a whole server: give the cache, the broker and the events "
            "one each (docs/counting.md).",
            id="broadsheet.W001",
        )
        for names in shared
    ]
    return warnings + _events_server()


def _shared(urls: Mapping[str, str]) -> list[tuple[str, ...]]:
    """The roles that lie on the same server, server by server; the database's number does not tell servers apart."""
    by_server: dict[tuple[str, str], list[str]] = {}
    for name, url in urls.items():
        parts = urlsplit(url)
        place = parts.path if parts.scheme == "unix" else f"{parts.hostname}:{parts.port or 6379}"
        by_server.setdefault((parts.scheme, place), []).append(name)
    return [tuple(names) for names in by_server.values() if len(names) > 1]


def _events_server() -> list[checks.CheckMessage]:
    try:
        told = events().config_get(*(name for name, _value, _otherwise in REQUIRED))
    except RedisError as error:
        return [
            checks.Info(
                f"The events server did not say how it keeps what it holds: {error}",
                hint="Make sure that it has maxmemory-policy noeviction, appendonly yes and appendfsync always.",
                id="broadsheet.I001",
            )
        ]
    return [
        checks.Warning(
            f"The events server has {name} {told[name]}: {otherwise}.",
            hint=f"Set {name} {value} on the server that REDIS_EVENTS_URL names.",
            id="broadsheet.W002",
        )
        for name, value, otherwise in REQUIRED
        if told.get(name, value) != value
    ]
