"""Prepared questions are answered as a cursor would answer them, whatever happens to the connection."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DataError, OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError
from psycopg.types.numeric import Int8

from config.prepared import prepared
from tests.factories import make_member

VALUES = (
    Int8(7),
    [Int8(1), Int8(2)],
    "“412 birds” 100 % of them",
    None,
    datetime(2026, 7, 1, 14, 30, tzinfo=UTC),
    b"\x00\xff",
    True,
)


@pytest.mark.django_db(transaction=True)
def test_rows_are_those_of_a_cursor() -> None:
    typed = "bigint", "bigint[]", "text", "text", "timestamptz", "bytea", "boolean"
    columns = ", ".join(f"%s::{each}" for each in typed)
    query = f"SELECT {columns}, '50 %%', '{{\"a\": [1]}}'::jsonb, ARRAY['x', NULL] UNION ALL SELECT {columns}, '', '1', '{{}}'"
    values = [*VALUES, *VALUES]

    asked = [prepared(query, values) for _ in range(3)]

    with connection.cursor() as cursor:
        cursor.execute(query, values)
        assert asked == [cursor.fetchall()] * 3
    assert [type(row) for row in asked[0]] == [tuple, tuple]


@pytest.mark.django_db(transaction=True)
def test_what_goes_wrong_is_told_as_django_tells_it_and_the_next_question_is_answered() -> None:
    for _ in range(2):
        with pytest.raises(DataError, match="division by zero"):
            prepared("SELECT 1 / %s::bigint", [Int8(0)])
        assert prepared("SELECT 1 / %s::bigint", [Int8(1)]) == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_ended_is_an_outage_and_not_a_fault_of_the_question() -> None:
    (pid,) = prepared("SELECT pg_backend_pid()", [])[0]
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    other.close()

    with pytest.raises(OperationalError):
        prepared("SELECT pg_backend_pid()", [])

    connection.close_if_unusable_or_obsolete()
    assert prepared("SELECT pg_backend_pid()", [])[0] != (pid,)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_sees_what_it_wrote_and_what_was_planned_outlives_it() -> None:
    count = "SELECT count(*) FROM accounts_user"
    assert prepared(count, []) == [(0,)]
    with transaction.atomic():
        assert prepared(count, []) == [(0,)]
        make_member("bob")
        assert prepared(count, []) == [(1,)]
        transaction.set_rollback(True)

    assert prepared(count, []) == [(0,)]


@pytest.mark.django_db
def test_a_broken_transaction_asks_nothing() -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            prepared("SELECT 1", [])


@pytest.fixture
def table() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE asked AS SELECT 1 AS one")
    yield "asked"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE asked")


@pytest.mark.django_db(transaction=True)
def test_a_table_that_changed_since_it_was_planned_is_asked_anew(table: str) -> None:
    query = f"SELECT one FROM {table}"
    found: list[Any] = [prepared(query, [])]
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ALTER one TYPE text")

    found.append(prepared(query, []))

    assert found == [[(1,)], [("1",)]]
