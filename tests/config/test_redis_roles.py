"""Three Redis roles: each has a door, and a deployment that mixes them is told."""

import pytest
from django.conf import settings as active
from django.core import checks
from pytest_django import Settings

from config import redis
from config.checks import REPLICAS, failover, redis_roles
from config.engines.private import plan_servers


def told(settings: Settings, **urls: str) -> list[str]:
    for name in ("CACHE", "BROKER", "EVENTS"):
        setattr(settings, f"REDIS_{name}_URL", urls.get(name.lower(), active.REDIS_EVENTS_URL))
    return [str(message.id) for message in redis_roles()]


def test_one_server_for_all_roles_is_warned_of(settings: Settings) -> None:
    assert "broadsheet.W001" in told(settings)


def test_other_databases_of_one_server_are_still_one_server(settings: Settings) -> None:
    messages = told(settings, cache="redis://a/0", broker="redis://a:6379/1")

    assert messages.count("broadsheet.W001") == 1


def test_three_servers_are_fine(settings: Settings) -> None:
    assert "broadsheet.W001" not in told(settings, cache="redis://a/0", broker="redis://b/0")


def test_events_server_that_forgets_is_warned_of(settings: Settings, redis: redis.Client) -> None:
    redis.config_set("maxmemory-policy", "allkeys-lru")
    try:
        messages = redis_roles()
    finally:
        redis.config_set("maxmemory-policy", "noeviction")

    texts = [str(message.msg) for message in messages if message.id == "broadsheet.W002"]
    assert any("allkeys-lru" in text for text in texts)
    assert any(
        "appendonly no" in text for text in texts
    )  # the suite's server is made to be thrown away


@pytest.mark.parametrize(
    ("url", "told", "expected"),
    [
        ("redis+sentinel://a,b,c/events/0", "0", ["broadsheet.W003"]),
        ("redis+sentinel://a,b,c/events/0", "1", []),
        ("redis://a/0", "0", []),
    ],
)
def test_events_that_sentinels_move_want_a_replica(
    settings: Settings, url: str, told: str, expected: list[str]
) -> None:
    settings.REDIS_EVENTS_URL = url

    assert [message.id for message in failover({REPLICAS: told})] == expected


def test_events_server_that_does_not_answer_is_no_warning(redis_down: None) -> None:
    silent = [message for message in redis_roles() if message.id == "broadsheet.I001"]

    assert [message.level for message in silent] == [checks.INFO]


@pytest.mark.parametrize("role", ["cache", "broker", "events"])
def test_each_role_has_a_door_to_its_own_server(settings: Settings, role: str) -> None:
    door = getattr(redis, role)
    door.cache_clear()
    setattr(settings, f"REDIS_{role.upper()}_URL", "redis://elsewhere.example:7000/3")

    where = door().connection_pool.connection_kwargs
    door.cache_clear()

    assert (where["host"], where["port"], where["db"]) == ("elsewhere.example", 7000, 3)


def test_private_server_gives_each_role_a_database(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    environ = {"DATABASE_URL": "postgresql://elsewhere", "REDIS_CACHE_URL": "redis://own/0"}

    urls = plan_servers(tmp_path_factory.mktemp("v"), environ).environ

    assert set(urls) == {"REDIS_URL", "REDIS_BROKER_URL"}
    assert urls["REDIS_BROKER_URL"].endswith("?db=2")
