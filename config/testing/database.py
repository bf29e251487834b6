"""A migrated database for each worker: migrated once, then copied, which takes a tenth of a second."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from psycopg import sql
from pytest_django import DjangoDbBlocker

from config.testing.schema import keep_tables, load_tables


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Take the place of pytest-django's fixture, which would migrate once for each worker."""
    with django_db_blocker.unblock():
        copy_database(
            url=os.environ["TEST_DATABASE_URL"], name=str(connection.settings_dict["NAME"])
        )


def copy_database(*, url: str, name: str) -> None:
    """Make the database `name` on the server of `url`; the first caller of a run also makes the template.

    A lock between the workers, held until the copy is made, since PostgreSQL copies no database in use.
    """
    template = f"{urlsplit(url).path.strip('/')}_test_template_{_run_mark()}"
    with _lock(), psycopg.connect(url, dbname="postgres", autocommit=True) as server:
        if not _exists(server, template):
            _drop_old(server, prefix=template.removesuffix(_run_mark()))
            _make_template(server, template, url=url)
        server.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(copy.format(sql.Identifier(name), sql.Identifier(template)))


def _run_mark() -> str:
    return sha256(os.environ["TEST_MEDIA_ROOT"].encode()).hexdigest()[:8]


@contextmanager
def _lock() -> Iterator[None]:
    with Path(os.environ["TEST_MEDIA_ROOT"]).with_name("template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _exists(server: psycopg.Connection, name: str) -> bool:
    return (
        server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        is not None
    )


def _drop_old(server: psycopg.Connection, *, prefix: str) -> None:
    """Drop templates of earlier runs on a server that outlives them."""
    found = server.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
    )
    for (name,) in found.fetchall():
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _make_template(server: psycopg.Connection, name: str, *, url: str) -> None:
    """Migrate a new database under a temporary name: a failed one is never taken for a template."""
    unfinished = sql.Identifier(f"{name}_unfinished")
    server.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(unfinished)
    )
    is_loaded = load_tables(url, database=f"{name}_unfinished")
    with _connected_to(f"{name}_unfinished"):
        if is_loaded:
            emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
        else:
            call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    if not is_loaded:
        keep_tables(url, database=f"{name}_unfinished")
    server.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(unfinished, sql.Identifier(name))
    )


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    """Point Django's connection, pool included, at the database `name` for a while."""
    own_name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL backend
        connection.settings_dict["NAME"] = own_name
