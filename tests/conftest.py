"""Fixtures that every test may ask for."""

from collections.abc import Iterator

import pytest

from config.redis import Client, events
from config.testing.database import django_db_setup as django_db_setup


@pytest.fixture
def redis() -> Iterator[Client]:
    """This worker's own Redis database, empty before and after the test."""
    client = events()
    client.flushdb()
    yield client
    client.flushdb()
