"""A migrated database for each worker: migrated once, then copied, which takes a tenth of a second.

What a test committed is deleted after it, which takes a thirtieth of the time of Django's TRUNCATE.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test import TransactionTestCase
from psycopg import sql
from pytest_django import DjangoDbBlocker

from config.testing.schema import keep_tables, load_tables

# As superuser: rows go in any order, whatever the triggers of append-only tables forbid.
PUT_BACK: Final = """
    SET LOCAL session_replication_role = replica;
    DO $$ DECLARE name text; columns text; BEGIN
        FOREACH name IN ARRAY {names} LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
        FOR name, columns IN
            SELECT relname, string_agg(quote_ident(attname), ', ')
            FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
            WHERE relnamespace = {schema}::regnamespace AND attnum > 0 GROUP BY relname
        LOOP
            EXECUTE format('INSERT INTO public.%I (%s) SELECT %s FROM %I.%I', name, columns, columns, {schema}, name);
        END LOOP;
    END $$
"""
FRESH: Final = "fresh"


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Take the place of pytest-django's fixture, which would migrate once for each worker."""
    with django_db_blocker.unblock():
        copy_database(
            url=os.environ["TEST_DATABASE_URL"], name=str(connection.settings_dict["NAME"])
        )
        if can_put_back():
            keep_rows(FRESH)
            TransactionTestCase._fixture_teardown = reset  # type: ignore[attr-defined]


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


def keep_rows(schema: str) -> None:
    """Copy what the tables hold now into a schema of this name, for `put_back`."""
    schema_name = sql.Identifier(schema)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(schema_name))
        for table in _table_names():
            name = sql.Identifier(table)
            cursor.execute(sql.SQL("SELECT EXISTS (SELECT 1 FROM {})").format(name))
            if cursor.fetchone()[0]:
                columns = sql.SQL(", ").join(map(sql.Identifier, _columns(cursor, table)))
                copy = sql.SQL("CREATE TABLE {}.{} AS SELECT {} FROM {}")
                cursor.execute(copy.format(schema_name, name, columns, name))


def put_back(schema: str) -> None:
    """Let every table hold what it held at `keep_rows`, and nothing else."""
    names = sql.SQL("ARRAY[{}]").format(sql.SQL(", ").join(map(sql.Literal, _table_names())))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.SQL(PUT_BACK).format(names=names, schema=sql.Literal(schema)))


def reset(_case: TransactionTestCase) -> None:
    """Take the place of Django's flush: every table is again as migrating left it."""
    put_back(FRESH)


def can_put_back() -> bool:
    """On the suite's own server always; on a given one only where the role is a superuser."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def _columns(cursor: CursorWrapper, table: str) -> list[str]:
    """All but those that PostgreSQL computes."""
    cursor.execute(
        "SELECT attname FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def _table_names() -> list[str]:
    return connection.introspection.django_table_names(only_existing=True, include_views=False)


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
