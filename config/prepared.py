"""Queries that are built once: Django needs more time to build one with several subqueries than PostgreSQL to answer it.

PostgreSQL, too, plans each of them once for a connection, not once for a request. A leaf: imports nothing of ours.
"""

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from django.db import NotSupportedError, connection
from django.db.models import QuerySet
from psycopg import ClientCursor
from psycopg.types.numeric import Int8

# Stand where keys go while a query is built; no row has them.
STAND_INS: Final = (2**62 + 1, 2**62 + 2)
WORDS_STAND_IN: Final = "words to search for stand here, number %s"
# As PostgreSQL is sent them; the cast is Django's or psycopg's.
STANDS_IN: Final = re.compile("|".join(map(str, STAND_INS)))


class _Built(NamedTuple):
    """`sql`: with a place for each key, and everything else written out; `keys`: which key goes to each place, from 0;
    `names`: of the columns, in their order.
    """

    sql: str
    keys: tuple[int, ...]
    names: tuple[str, ...]
    compiler: Any
    converters: dict[int, Any]


class _Worded(NamedTuple):
    """`parameters`: with a stand-in where words go."""

    sql: str
    parameters: tuple[Any, ...]


_built: dict[Hashable, _Built] = {}
_worded: dict[Hashable, _Worded] = {}


def prepared_rows(
    shape: Hashable, build: Callable[..., QuerySet[Any, Any]], *keys: int
) -> Iterator[dict[str, Any]]:
    """The rows of `build(*keys)`, a queryset of `.values(…)`, which is built for the first of each shape alone.

    Args:
        shape: whatever else than the keys decides how the query is built.
        build: given integers to stand in for the keys; it must use them as they are, and depend on nothing but `shape`.
        keys: primary keys, at most two.
    """
    built = _built.get(shape)
    if built is None:
        built = _built[shape] = _build(build(*STAND_INS[: len(keys)]))
    found = prepared(built.sql, [Int8(keys[place]) for place in built.keys])
    yield from _read(built, found)


def worded_rows(
    shape: Hashable | None,
    build: Callable[..., QuerySet[Any, Any]],
    words: Sequence[str],
    *,
    around: str = "{}",
    values: Sequence[Any] = (),
) -> list[tuple[Any, ...]]:
    """The rows of `build(*words)`, a queryset of `.values(…)` that is built once; but PostgreSQL plans it each time, since
    rare words want another plan than common ones.

    Args:
        shape: as of `prepared_rows`; None builds it for this time alone.
        around: SQL in which the query stands at `{}`, with a placeholder after it for each of `values`.
    """
    stand_ins = [WORDS_STAND_IN % number for number in range(len(words))]
    worded = _worded.get(shape) if shape is not None else None
    if worded is None:
        sql, parameters = build(*stand_ins).query.get_compiler("default").as_sql()
        worded = _Worded(sql, tuple(parameters))
        if shape is not None:
            _worded[shape] = worded
    meant = dict(zip(stand_ins, words, strict=True))
    given = [meant.get(each, each) if isinstance(each, str) else each for each in worded.parameters]
    with connection.cursor() as cursor:
        cursor.execute(around.replace("{}", worded.sql), [*given, *values])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def prepared(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """All rows of a query whose words are the same each time."""
    try:
        return _asked(sql, values)
    except NotSupportedError:  # a column has another type since it was planned
        if connection.in_atomic_block:
            raise
        connection.connection.close()
        connection.close()
        return _asked(sql, values)


def _asked(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _build(query: QuerySet[Any, Any]) -> _Built:
    compiler = query.query.get_compiler("default")
    sql, parameters = compiler.as_sql()
    connection.ensure_connection()
    written = ClientCursor(connection.connection).mogrify(sql, parameters).replace("%", "%%")
    keys = tuple(STAND_INS.index(int(each)) for each in STANDS_IN.findall(written))
    sql = STANDS_IN.sub("%s", written)
    return _Built(sql, keys, _names(query), compiler, _converters(compiler))


def _converters(compiler: Any) -> dict[int, Any]:
    """From what PostgreSQL sends to what fields hold, by place of the column; Django gathers them for each answer."""
    columns = [column for column, *_rest in compiler.select[: compiler.col_count]]
    found: dict[int, Any] = compiler.get_converters(columns)
    return found


def _read(built: _Built, rows: list[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    converted = built.compiler.apply_converters(rows, built.converters)
    for row in converted if built.converters else rows:
        yield dict(zip(built.names, row, strict=True))


def _names(query: QuerySet[Any, Any]) -> tuple[str, ...]:
    """Of the columns, in their order."""
    chosen = query.query
    return (*chosen.extra_select, *chosen.values_select, *chosen.annotation_select)
