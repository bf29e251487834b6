"""The tests' process as a site with a replica, who reads there, and what befalls the replica."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

import pytest
from django.db import connections
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from config.engines.postgres import DATABASE
from config.freshness import remember_with
from config.reading import READ_FROM
from config.redis import Client as Redis
from config.replicas import following
from config.replicas.naming import MIDDLEWARE, PRIMARY, ROUTER, databases
from config.testing.pair import Pair, pair_of_servers
from config.testing.schema import load_tables
from tests.config.checkout import wait_until
from tests.config.strangers import Site
from tests.factories import make_member

ALIAS: Final = "replica1"
PATIENCE: Final = 10.0


@contextmanager
def replicated() -> Iterator[Pair]:
    """Both servers with the site's tables; Django reads and writes here meanwhile."""
    with pair_of_servers() as pair:
        load_tables(pair.primary.url, database=DATABASE)
        pair.start_replica()
        with _served_by(pair):
            yield pair


@contextmanager
def _served_by(pair: Pair) -> Iterator[None]:
    """Django's databases are these two."""
    own = connections.settings[PRIMARY]
    there = databases(pair.primary.url, [pair.replica.url], pool_size=16)
    _close()
    kept = {name: own[name] for name in ("HOST", "NAME", "USER", "OPTIONS")}
    own.update({name: there[PRIMARY][name] for name in kept})
    connections.settings[ALIAS] = connections.configure_settings(there)[ALIAS]
    try:
        yield
    finally:
        _close()
        own.update(kept)
        del connections.settings[ALIAS]
        with suppress(AttributeError):  # this thread never asked it
            del connections[ALIAS]


def _close() -> None:
    for wrapper in connections.all(initialized_only=True):
        wrapper.close()
        wrapper.close_pool()  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def pair(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Pair]:
    with django_db_blocker.unblock(), replicated() as servers:
        yield servers


@pytest.fixture
def site(pair: Pair, redis: Redis, settings: Settings) -> Iterator[Site]:
    """A web process with a replica, which has followed."""
    settings.REPLICAS = (ALIAS,)
    settings.DATABASE_ROUTERS = [ROUTER]
    settings.MIDDLEWARE = [MIDDLEWARE, *settings.MIDDLEWARE]
    site = Site()
    remember_with(site.cache.changes)
    following.follow(site.cache.changes)
    yield site
    following.stop()
    remember_with(None)
    pair.on_replica("SELECT pg_wal_replay_resume() WHERE pg_is_wal_replay_paused()")


def server_of(client: Client, path: str) -> str:
    """Which answered; a page that is there."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.wsgi_request.META.get(READ_FROM, PRIMARY))


def reads_from_replica(client: Client, path: str = "/") -> None:
    """Sooner or later: somebody else may yet meet a connection that died, and then all ask the primary for a while."""
    answered_by = [""]

    def is_read() -> bool:
        answered_by.append(server_of(client, path))
        return answered_by[-1] == ALIAS

    wait_until(is_read, PATIENCE)
    assert answered_by[-1] == ALIAS


def somebody() -> Client:
    """Another member each time: what a test writes stays."""
    client = Client(raise_request_exception=False)
    client.force_login(make_member())
    return client


@pytest.fixture
def alice(site: Site) -> Client:
    return somebody()


@pytest.fixture
def bob(site: Site) -> Client:
    return somebody()


def stop_replaying(pair: Pair) -> None:
    pair.on_replica("SELECT pg_wal_replay_pause()")
    wait_until(lambda: pair.on_replica("SELECT pg_get_wal_replay_pause_state()") == "paused", PATIENCE)  # fmt: skip


def kill(pair: Pair) -> None:
    """As the kernel does it."""
    assert pair.replica.process is not None
    pair.replica.process.kill()
    pair.replica.process.wait()
