"""Queries that are built once: Django needs more time to build one with several subqueries than PostgreSQL to answer it.

A leaf: imports nothing of ours.
"""

from collections.abc import Callable, Hashable, Iterator
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import QuerySet

# Stand where keys go while a query is built; no row has them.
STAND_INS: Final = (2**62 + 1, 2**62 + 2)


class _Built(NamedTuple):
    """`names`: of the columns, in their order."""

    sql: str
    parameters: tuple[Any, ...]
    names: tuple[str, ...]
    compiler: Any


_built: dict[Hashable, _Built] = {}


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
    given = dict(zip(STAND_INS, keys, strict=False))
    with connection.cursor() as cursor:
        cursor.execute(built.sql, [_given(each, given) for each in built.parameters])
        found = cursor.fetchall()
    for row in built.compiler.results_iter(results=[found]):
        yield dict(zip(built.names, row, strict=True))


def _given(parameter: Any, keys: dict[int, int]) -> Any:
    """Integers come in types of their own, which say how large they are."""
    is_key = isinstance(parameter, int) and parameter in keys
    return type(parameter)(keys[parameter]) if is_key else parameter


def _build(query: QuerySet[Any, Any]) -> _Built:
    compiler = query.query.get_compiler("default")
    sql, parameters = compiler.as_sql()
    names = (
        *query.query.extra_select, *query.query.values_select, *query.query.annotation_select
    )  # fmt: skip
    return _Built(sql, tuple(parameters), names, compiler)
