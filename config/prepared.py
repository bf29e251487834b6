"""Queries that are built once: Django needs more time to build one with several subqueries than PostgreSQL to answer it.

PostgreSQL, too, plans each of them once for a connection, not once for a request. What a page asks about whoever comes is asked in
the same breath as who that is: a view says what it will ask (`@asks_ahead(…)`), the session brings the answer beside the member
(config.sessions, config.arriving), and `rows_about` takes it; where none came, it asks. A leaf: imports nothing of ours but
other leaves.
"""

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections
from django.db.models import BooleanField, F, Func, Model, QuerySet, Value
from psycopg import ClientCursor
from psycopg.types.numeric import Int8

from config.making import Maker
from config.reading import connection_for_reading

View = TypeVar("View", bound=Callable[..., Any])
Row = TypeVar("Row", bound=Model)
# Of a row, or of several.
Key = int | Sequence[int]

# Stand where keys go while a query is built; no row has them.
STAND_INS: Final = (2**62 + 1, 2**62 + 2)
WORDS_STAND_IN: Final = "words to search for stand here, number %s"
WORDS_STAND_IN_PLACE: Final = re.compile("'" + WORDS_STAND_IN % r"(\d+)" + "'")
# Where a member of one request holds what was answered about him.
ANSWER: Final = "_answered_ahead"
# As PostgreSQL is sent them; the cast is Django's or psycopg's.
STANDS_IN: Final = re.compile("|".join(map(str, STAND_INS)))


class Question(NamedTuple):
    """About a member whose key is the last one that `build` is given; `keys`: those before it. Otherwise as `prepared_rows`."""

    shape: Hashable
    build: Callable[..., QuerySet[Any, Any]]
    keys: tuple[int, ...] = ()


class Answer(NamedTuple):
    """What came with the member before anybody asked. `rows`: as PostgreSQL sent them."""

    question: Question
    rows: list[tuple[Any, ...]]


class _Built(NamedTuple):
    """`written`: with its stand-ins; `sql`: with a place for each key; everything else is written out. `keys`: which key goes to
    each place, from 0; `names`: of the columns, in their order.
    """

    written: str
    sql: str
    keys: tuple[int, ...]
    names: tuple[str, ...]
    compiler: Any
    converters: dict[int, Any]


class _Worded(NamedTuple):
    """`sql`: with a place for words, and everything else written out; `numbers`: which words go to each place, from 0."""

    sql: str
    numbers: tuple[int, ...]


_built: dict[Hashable, _Built] = {}
_makers: dict[Hashable, Maker] = {}
_worded: dict[Hashable, _Worded] = {}


def prepared_rows(
    shape: Hashable, build: Callable[..., QuerySet[Any, Any]], *keys: Key
) -> Iterator[dict[str, Any]]:
    """The rows of `build(*keys)`, a queryset of `.values(…)`, which is built for the first of each shape alone.

    Args:
        shape: whatever else than the keys decides how the query is built.
        build: given integers to stand in for the keys; it must use them as they are, and depend on nothing but `shape`.
        keys: primary keys, at most two.
    """
    built = _built_for(shape, build, count=len(keys))
    found = prepared(built.sql, [_sent(keys[place]) for place in built.keys])
    yield from _read(built, found)


def prepared_models(
    shape: Hashable, build: Callable[..., QuerySet[Row, Row]], *keys: Key
) -> list[Row]:
    """As `prepared_rows`, of a queryset of models, with what it joins to them and annotates; what it prefetches is left out."""
    built = _built_for(shape, build, count=len(keys))
    rows = prepared(built.sql, [_sent(keys[place]) for place in built.keys])
    converted = (
        built.compiler.apply_converters(rows, built.converters) if built.converters else rows
    )
    maker = _makers.get(shape)
    if maker is None:
        maker = _makers[shape] = Maker.of(built.compiler)
    return [maker.make(row) for row in converted]


def is_one_of(keys: int) -> Func:
    """A condition for `prepared_models`: the row's key is one of those that `keys` stands for."""
    return Func(
        F("pk"),
        Value(keys),
        template="(%(expressions)s))",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


def _sent(key: Key) -> Int8 | list[Int8]:
    return Int8(key) if isinstance(key, int) else [Int8(each) for each in key]


def about_whoever(question: Question, *, member: str) -> tuple[str, list[Int8]]:
    """The SQL of a question, as a part of another one, and the values for its places.

    `member`: SQL for the key of the member whom the other one finds.
    """
    keys = question.keys
    built = _built_for(question.shape, question.build, count=len(keys) + 1)
    names = ["%s" for _key in keys] + [member]
    sql = STANDS_IN.sub(lambda found: names[STAND_INS.index(int(found[0]))], built.written)
    return sql, [Int8(keys[place]) for place in built.keys if place < len(keys)]


def as_answered(question: Question, rows: list[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """What `prepared_rows` would give, of the rows that another question found beside."""
    return _read(_built_for(question.shape, question.build, count=len(question.keys) + 1), rows)


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
    worded = _worded.get(shape) if shape is not None else None
    if worded is None:
        worded = _word(build, count=len(words))
        if shape is not None:
            _worded[shape] = worded
    given = [words[number] for number in worded.numbers]
    with connection_for_reading().cursor() as cursor:
        cursor.execute(around.replace("{}", worded.sql), [*given, *values])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _word(build: Callable[..., QuerySet[Any, Any]], *, count: int) -> _Worded:
    query = build(*(WORDS_STAND_IN % number for number in range(count)))
    written = _written(query.query.get_compiler("default"))
    numbers = tuple(int(number) for number in WORDS_STAND_IN_PLACE.findall(written))
    return _Worded(WORDS_STAND_IN_PLACE.sub("%s", written), numbers)


def prepared(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """All rows of a query whose words are the same each time."""
    return _prepared(connection_for_reading(), sql, values)


def prepared_by_primary(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """As `prepared`, also in a request that otherwise reads from a replica."""
    return _prepared(connections[DEFAULT_DB_ALIAS], sql, values)


def _prepared(connection: Any, sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]]
    try:
        rows = connection.prepared_rows(sql, values)
    except NotSupportedError:  # a column has another type since it was planned
        if connection.in_atomic_block:
            raise
        connection.connection.close()
        connection.close()
        rows = connection.prepared_rows(sql, values)
    return rows


def asks_ahead(question: Callable[..., Question | None]) -> Callable[[View], View]:
    """A view that asks this about a member first of all. `question`: of what the address names; None for nothing."""

    def decorate(view: View) -> View:
        view.asks_ahead = question  # type: ignore[attr-defined]
        return view

    return decorate


def question_of(view: Any, named: dict[str, Any]) -> Question | None:
    """What a view will ask; `named`: the parts of the address that it is given."""
    question = getattr(view, "asks_ahead", None)
    return question(**named) if question else None


def tell(member: Any, answer: Answer | None) -> None:
    """For this request's own copy of the member."""
    if answer is not None:
        member.__dict__[ANSWER] = answer


def rows_about(member: Any, question: Question) -> Iterator[dict[str, Any]]:
    """The answer that came with the member, which is given once, since it grows old; otherwise PostgreSQL's."""
    answer: Answer | None = getattr(member, ANSWER, None)
    if answer is None or answer.question != question:
        return prepared_rows(question.shape, question.build, *question.keys, member.pk)
    setattr(member, ANSWER, None)
    return as_answered(question, answer.rows)


def _built_for(shape: Hashable, build: Callable[..., QuerySet[Any, Any]], *, count: int) -> _Built:
    """`count`: of the keys that `build` is given."""
    built = _built.get(shape)
    if built is None:
        built = _built[shape] = _build(build(*STAND_INS[:count]))
    return built


def _build(query: QuerySet[Any, Any]) -> _Built:
    compiler = query.query.get_compiler("default")
    written = _written(compiler)
    keys = tuple(STAND_INS.index(int(each)) for each in STANDS_IN.findall(written))
    sql = STANDS_IN.sub("%s", written)
    return _Built(written, sql, keys, _names(query), compiler, _converters(compiler))


def _written(compiler: Any) -> str:
    """The words of a query with its values in it."""
    sql, parameters = compiler.as_sql()
    connection = connection_for_reading()
    connection.ensure_connection()
    return ClientCursor(connection.connection).mogrify(sql, parameters).replace("%", "%%")


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
