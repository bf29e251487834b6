"""Fixtures that every test may ask for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import hypothesis
import pytest
from django.utils import translation
from pytest_django import Settings

from accounts.delivery import rounds
from config.freshness import _memory, remember_with
from config.page_cache.changes import Changes
from config.redis import Client, broker, cache, events
from config.testing.browser import assert_accessible as assert_accessible
from config.testing.browser import assert_legible as assert_legible
from config.testing.browser import browser as browser
from config.testing.browser import browser_context as browser_context
from config.testing.browser import browsers as browsers
from config.testing.browser import live_site as live_site
from config.testing.browser import page as page
from config.testing.browser import page_without_scripts as page_without_scripts
from config.testing.browser import problems as problems
from config.testing.database import django_db_setup as django_db_setup
from config.testing.html import assert_valid_html as assert_valid_html
from feed.selectors import kept
from sponsors.selectors.inventory import forget_inventory

# Files that take longest for the tests in them, these first: begun last, one worker would run them while the others idle.
# Those that need none of our tables lead, so that two workers have work while the third makes the tables.
LONG: Final = (
    "config/test_dev", "test_chaos", "browser/test_every_page", "browser/test_moderation", "browser/test_links",
    "faults/", "browser/", "demo/", "in_browser",
)  # fmt: skip

# How long an example takes says something about the machine alone.
hypothesis.settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("untimed")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, and in a file what shares the running site together, what ends it last, after all shuffling.

    Every test leaves the database as it found it, so any order will do.
    """
    files: dict[Path, int] = {}

    def place(item: pytest.Item) -> tuple[int, int, bool, bool]:
        long = (rank for rank, each in enumerate(LONG) if each in item.nodeid)
        needs = set(getattr(item, "fixturenames", ()))
        shares, ends = {"site", "running"} <= needs, "ending_site" in needs
        return next(long, len(LONG)), files.setdefault(item.path, len(files)), shares, ends

    items.sort(key=place)


@pytest.fixture
def redis() -> Iterator[Client]:
    """This worker's own Redis database, empty before and after the test."""
    client = events()
    client.flushdb()
    yield client
    client.flushdb()


@pytest.fixture
def following(redis: Client) -> Iterator[Client]:
    """This process follows the log of changes and keeps what it has read, as a web process does; the server where the log lies."""
    kept._kept.clear()
    remember_with(Changes())
    yield redis
    remember_with(None)
    _memory.values.clear()
    kept._kept.clear()


@pytest.fixture(autouse=True)
def nothing_booked_is_remembered() -> None:
    """What the process keeps of sponsors' bookings belongs to another test."""
    forget_inventory()


@pytest.fixture(autouse=True)
def words_are_english() -> None:
    """A request leaves its language to its thread, which the next test has too."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def no_mail_server_rests() -> None:
    """One that failed in another test is asked again."""
    rounds.server.worked()


@pytest.fixture
def redis_down(settings: Settings) -> Iterator[None]:
    """The Redis server does not answer."""
    doors = (events, cache, broker)
    for role in ("CACHE", "BROKER", "EVENTS"):
        setattr(settings, f"REDIS_{role}_URL", "unix:///nonexistent/redis.sock")
    for door in doors:
        door.cache_clear()
    yield
    for door in doors:
        door.cache_clear()
