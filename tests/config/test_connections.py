"""A web process keeps connections to PostgreSQL; one that ended while it waited is replaced at the next request."""

import psycopg
import pytest
from django.db import connection
from psycopg_pool import ConnectionPool

from config.postgresql.base import still_there

pytestmark = pytest.mark.django_db


def test_a_connection_that_ended_meanwhile_is_made_anew() -> None:
    where = connection.get_connection_params()
    place = {name: where[name] for name in ("host", "port", "dbname", "user", "password") if where.get(name)}  # fmt: skip
    with ConnectionPool(
        kwargs=place, min_size=1, max_size=1, check=still_there, timeout=10
    ) as pool:
        with pool.connection() as before:
            ended = before.info.backend_pid
        with psycopg.connect(**place, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])

        with pool.connection() as after:
            (answer,) = after.execute("SELECT pg_backend_pid()").fetchone() or (0,)

    assert answer not in (0, ended)
