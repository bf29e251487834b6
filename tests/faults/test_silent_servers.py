"""Servers that take connections and never answer: each is waited for once, then left alone."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from celery import Celery
from django.conf import settings as active
from django.core.cache import caches
from django.db import OperationalError, connections
from django.test import Client
from pytest_django import Settings
from redis.exceptions import RedisError

from config import redis
from config.breaker import REST_SECONDS
from config.postgresql.base import BREAKERS
from feed.models import Post
from tests.factories import PASSWORD, make_category, make_member
from tests.faults.silent import SilentServer

pytestmark = pytest.mark.django_db
DOORS: Final = (redis.events, redis.cache, redis.broker)
PAGES: Final = ("/", "/search/?q=dredger", "/api/v1/posts/", "/healthz")


class Clock:
    """Stands still until it is moved."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def silent() -> Iterator[SilentServer]:
    with SilentServer() as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def silent_redis(silent: SilentServer, clock: Clock, settings: Settings) -> Iterator[SilentServer]:
    """All three roles, and Django's cache, lead to the silent server; breakers go by the clock."""
    for role in ("CACHE", "BROKER", "EVENTS"):
        setattr(settings, f"REDIS_{role}_URL", silent.redis_url)
    settings.CACHES = {"default": active.CACHES["default"] | {"LOCATION": silent.redis_url}}
    for door in DOORS:
        door.cache_clear()
    django: Any = caches["default"]
    for pool in (*(door().connection_pool for door in DOORS), django._cache._get_connection_pool(True)):  # fmt: skip
        pool.breaker._clock = clock
    django._stand_in.clear()  # what the process counted for another test
    yield silent
    django._stand_in.clear()
    for door in DOORS:
        door.cache_clear()


def hint(_word: str) -> None:
    """Never done: nobody hears of it."""


def sign_in(client: Client, password: str) -> int:
    page = client.post("/accounts/login/", {"login": "alice", "password": password})
    return int(page.status_code)


def test_the_site_goes_on_and_waits_for_each_redis_once(
    client: Client, silent_redis: SilentServer, clock: Clock
) -> None:
    make_member("alice")
    post = {"title": "Quay 7", "body": "The dredger is back at quay 7.", "category": make_category().pk, "action": "publish"}  # fmt: skip

    assert sign_in(client, PASSWORD) == 302
    assert client.post("/write/", post | {"language": "en", "tags": ""}).status_code == 302
    assert {client.get(page).status_code for page in PAGES * 2} == {200}
    waited = silent_redis.calls
    assert Post.objects.filter(title="Quay 7").exists()
    assert 1 <= waited <= len(DOORS) + 1  # Django's cache has connections of its own

    clock.now += REST_SECONDS
    for _ in range(3):
        with pytest.raises(RedisError):
            redis.cache().ping()
    assert silent_redis.calls == waited + 1  # of those who come after the rest, one tries


def test_guessing_is_counted_without_redis_too(client: Client, silent_redis: SilentServer) -> None:
    make_member("alice")

    for _ in range(6):
        sign_in(client, "a wrong password")

    assert sign_in(client, PASSWORD) != 302


def test_one_request_waits_for_a_silent_broker_once(silent: SilentServer, clock: Clock) -> None:
    app = Celery("silent", broker=silent.redis_url, task_cls="config.hints:HintTask", set_as_current=False)  # fmt: skip
    app.conf.update(
        broker_connection_timeout=active.CELERY_BROKER_CONNECTION_TIMEOUT,
        broker_transport_options=active.CELERY_BROKER_TRANSPORT_OPTIONS,
        task_publish_retry=active.CELERY_TASK_PUBLISH_RETRY,
    )
    task: Any = app.task(name="silent.hint", shared=False)(hint)
    task.breaker = type(task.breaker)(clock)

    for _ in range(5):
        task.hint("x")

    assert silent.calls == 1
    assert task.breaker.is_off


def test_a_silent_postgresql_is_waited_for_once(silent: SilentServer, clock: Clock) -> None:
    there: Any = connections["default"]
    lost = there.copy()
    lost.settings_dict |= {"HOST": "127.0.0.1", "PORT": str(silent.port)}
    lost.settings_dict["OPTIONS"] = {"connect_timeout": 2}  # libpq's least
    BREAKERS["127.0.0.1", str(silent.port)]._clock = clock

    for _ in range(5):
        with pytest.raises(OperationalError):
            lost.ensure_connection()

    assert silent.calls == 1
