"""The connection that Django makes. Its name and place are Django's: an engine is a package with this module."""

import select
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from django.db import OperationalError
from django.db.backends.postgresql import base, operations
from psycopg import Connection, Cursor
from psycopg import OperationalError as PsycopgError
from psycopg.adapt import AdaptersMap
from psycopg.types.datetime import TimestamptzLoader
from psycopg_pool import PoolTimeout

from config.breaker import Breaker
from config.postgresql.asking import may_ask, rows_of

# By server, so that another one, as a test or a replica has it, is not blamed.
BREAKERS: Final[defaultdict[tuple[str, str], Breaker]] = defaultdict(Breaker)
# Of each pool, by its alias: how many connections it could not make when it was last looked at.
ERRORS_KNOWN: Final[Counter[str]] = Counter()


class PreparedCursor(Cursor[Any]):
    """PostgreSQL plans what this asks once for each connection, and is given the values apart from the words."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> "PreparedCursor":
        super().execute(query, params, prepare=True)
        return self


class DatabaseOperations(operations.DatabaseOperations):
    """Tells whoever looks what was asked (tests, debuggers)."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """With the values in it, also where PostgreSQL was given them apart."""
        if isinstance(cursor, PreparedCursor):
            return str(self.compose_sql(sql, params))
        return super().last_executed_query(cursor, sql, params)


@cache
def _with_quick_instants(known: AdaptersMap) -> AdaptersMap:
    """Once for what Django keeps for all connections."""
    known.register_loader("timestamptz", TimestamptzLoader)
    return known


def still_there(connection: Connection[Any]) -> None:
    """On an idle connection nothing comes but its end, or the news that a setting changed; another one is made then.

    It is closed: the library has not read what came, takes the connection for a good one, and would put it back into the pool for ever.

    Raises:
        psycopg.OperationalError: the server has something to say.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        connection.close()
        raise PsycopgError("PostgreSQL ended this connection.")


class DatabaseWrapper(base.DatabaseWrapper):
    """Waits for a server that is away once in a while, not at each request: those get the calm page at once."""

    ops_class = DatabaseOperations

    @property
    def pool(self) -> Any:
        """As Django makes it; a look at the socket before each request, where Django asks the server and waits."""
        made = super().pool
        if made is not None and made._check is not None:
            made._check = still_there
        return made

    def prepared_rows(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """All rows of a question whose words are the same each time (config.prepared); by a cursor in a transaction, and where
        somebody looks on.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        is_watched = self.queries_logged or self.execute_wrappers
        if is_watched or not may_ask(self.connection):
            with self.wrap_database_errors:
                cursor = self._prepare_cursor(PreparedCursor(self.connection))  # type: ignore[attr-defined]
            with cursor:
                cursor.execute(sql, values)
                found: list[tuple[Any, ...]] = cursor.fetchall()
                return found
        with self.wrap_database_errors:
            return rows_of(self.connection, sql, values)

    def get_connection_params(self) -> dict[str, Any]:
        """With room for prepared statements, which Django forbids; its own cursors prepare nothing in any case.

        And with psycopg's own reader of instants, which is C: Django's is Python and takes 28 microseconds for each, only to put
        in the zone of the connection, which they have.
        """
        found = super().get_connection_params() | {"prepare_threshold": 0}
        return found | {"context": _with_quick_instants(found["context"])}

    def create_cursor(self, name: str | None = None) -> Any:
        """As Django's, which would look for its own reader of instants and put it in again for each cursor."""
        if name is None:
            return self.connection.cursor()
        return base.ServerSideCursor(  # type: ignore[call-arg]  # as Django calls it
            self.connection, name=name, scrollable=False, withhold=self.connection.autocommit
        )

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Raises OperationalError, as for a server that cannot be reached."""
        breaker = BREAKERS[str(conn_params.get("host")), str(conn_params.get("port"))]
        if not breaker.may_ask():
            raise OperationalError("PostgreSQL did not answer a moment ago, and is left alone.")
        try:
            made = super().get_new_connection(conn_params)
        except PsycopgError as error:
            if not isinstance(error, PoolTimeout) or self._has_failed_to_connect():
                breaker.failed()
            raise
        breaker.worked()
        return made

    def _has_failed_to_connect(self) -> bool:
        """Whether the pool has no connection because it gets none; otherwise all are busy, and the server is fine."""
        now = self.pool.get_stats().get("connections_errors", 0)
        before, ERRORS_KNOWN[self.alias] = ERRORS_KNOWN[self.alias], now
        return bool(now > before)
