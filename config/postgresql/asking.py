"""Questions whose words are the same each time, asked of PostgreSQL's own library.

A cursor waits for a socket in ways that suit any program, and knows rows of any kind: for a question that PostgreSQL answers in a tenth
of a millisecond it takes longer than PostgreSQL. Here the library waits, without Python's lock, and rows are tuples.
"""

import re
from collections.abc import Sequence
from typing import Any, Final
from weakref import WeakKeyDictionary

from psycopg import Connection, OperationalError
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

PLACE: Final = re.compile("%s")

# Of each connection: the names of what it has planned, by words and types.
_named: WeakKeyDictionary[Connection[Any], dict[tuple[object, ...], bytes]] = WeakKeyDictionary()
# As PostgreSQL is sent them, by the words that Python has.
_sent: dict[str, bytes] = {}


def may_ask(connection: Connection[Any]) -> bool:
    """Outside of a transaction alone: an error ends a transaction, and what was planned may have to be planned anew."""
    return connection.autocommit and connection.pgconn.transaction_status == TransactionStatus.IDLE


def rows_of(connection: Connection[Any], sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows. `sql`: with `%s` for each of `values`; it is planned once for a connection, and kept as long as that.

    Raises:
        psycopg.Error: as a cursor would.
    """
    try:
        return _rows(connection, sql, values)
    except InvalidSqlStatementName:
        # psycopg lets go of all that was planned when it takes a transaction back.
        _named.pop(connection, None)
        return _rows(connection, sql, values)


def _rows(connection: Connection[Any], sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    transformer = Transformer(connection)
    given: Any = transformer.dump_sequence(values, [PyFormat.AUTO] * len(values))
    types, formats = tuple(transformer.types or ()), transformer.formats
    known = _named.get(connection)
    if known is None:
        known = _named[connection] = {}
    name = known.get((sql, types))
    if name is None:
        name = known[sql, types] = _prepare(connection, sql, types, number=len(known))
    answer = connection.pgconn.exec_prepared(name, given, formats)
    _check(connection, answer, ExecStatus.TUPLES_OK)
    transformer.set_pgresult(answer)
    return transformer.load_rows(0, answer.ntuples, tuple)


def _prepare(
    connection: Connection[Any], sql: str, types: tuple[int, ...], *, number: int
) -> bytes:
    name = b"asked_%d" % number
    words = _sent.get(sql)
    if words is None:
        places = iter(range(1, sql.count("%s") + 1))
        words = PLACE.sub(lambda _found: f"${next(places)}", sql).replace("%%", "%").encode()
        _sent[sql] = words
    _check(connection, connection.pgconn.prepare(name, words, types), ExecStatus.COMMAND_OK)
    return name


def _check(connection: Connection[Any], answer: PGresult, wanted: ExecStatus) -> None:
    if answer.status == wanted:
        return
    if connection.pgconn.status == ConnStatus.BAD:
        raise OperationalError(answer.get_error_message())
    raise error_from_result(answer)
