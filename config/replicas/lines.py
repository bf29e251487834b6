"""Connections on which one asks how far a server is; each belongs to one thread, and to no pool."""

from typing import Any, Final, LiteralString

from django.db import connections
from psycopg import Error

from config.postgresql.patient import PatientConnection

# Bytes since the beginning. A commit that somebody was told of is flushed before (`preflight` wants synchronous_commit on).
WRITTEN: Final[LiteralString] = "SELECT pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint"
# None where it is no replica (any more).
REPLAYED: Final[LiteralString] = (
    "SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint WHERE pg_is_in_recovery()"
)
IDENTITY: Final[LiteralString] = "SELECT system_identifier FROM pg_control_system()"


class Line:
    """To one of settings.DATABASES; connects when it is asked, and anew after it has failed."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self._connection: PatientConnection | None = None

    @property
    def is_open(self) -> bool:
        return self._connection is not None

    def ask(self, question: LiteralString, *values: int | None) -> int | None:
        """The one number that is the answer; None for no row. Raises psycopg.Error."""
        try:
            if self._connection is None:
                self._connection = self._connect()
            row = self._connection.execute(question, values or None).fetchone()
        except Error:
            self.close()
            raise
        return int(row[0]) if row and row[0] is not None else None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _connect(self) -> PatientConnection:
        wrapper: Any = connections.create_connection(self.alias)
        return PatientConnection.connect(**wrapper.get_connection_params(), autocommit=True)
