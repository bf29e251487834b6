"""`manage.py check --deploy`: whether the three Redis roles lie where they are safe."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.core import checks
from redis.exceptions import RedisError

from config.redis import events
from config.redis_addresses import place_of, watched

ROLES: Final = ("REDIS_CACHE_URL", "REDIS_BROKER_URL", "REDIS_EVENTS_URL")
# What the events server must say of itself, and what happens otherwise.
REQUIRED: Final = (
    ("maxmemory-policy", "noeviction", "counts that wait are evicted when memory is short"),
    ("appendonly", "yes", "a restart forgets the counts that wait"),
    ("appendfsync", "always", "a power cut loses up to a second of counts, or doubles them"),
)


REPLICAS: Final = "min-replicas-to-write"


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
        by_server.setdefault((url.partition("://")[0], place_of(url)), []).append(name)
    return [tuple(names) for names in by_server.values() if len(names) > 1]


def _events_server() -> list[checks.CheckMessage]:
    try:
        told: Any = events().config_get(*(name for name, _value, _otherwise in REQUIRED), REPLICAS)
    except RedisError as error:
        return [
            checks.Info(
                f"The events server did not say how it keeps what it holds: {error}",
                hint="Make sure that it has maxmemory-policy noeviction, appendonly yes and appendfsync always.",
                id="broadsheet.I001",
            )
        ]
    return failover(told) + [
        checks.Warning(
            f"The events server has {name} {told[name]}: {otherwise}.",
            hint=f"Set {name} {value} on the server that REDIS_EVENTS_URL names.",
            id="broadsheet.W002",
        )
        for name, value, otherwise in REQUIRED
        if told.get(name, value) != value
    ]


def failover(told: Mapping[str, str]) -> list[checks.CheckMessage]:
    """Sentinels may choose another master while this one, cut off from them, still takes counts."""
    if watched(settings.REDIS_EVENTS_URL) is None or told.get(REPLICAS) != "0":
        return []
    return [
        checks.Warning(
            f"Sentinels watch the events server, and it has {REPLICAS} 0: cut off, it takes counts that are thrown away.",
            hint=f"Set {REPLICAS} 1 on the master and its replicas, at least two; or leave the events to one server (docs/counting.md).",
            id="broadsheet.W003",
        )
    ]
