"""The connection that Django makes. Its name and place are Django's: an engine is a package with this module."""

from collections import defaultdict
from typing import Any, Final

from django.db import OperationalError
from django.db.backends.postgresql import base
from psycopg import OperationalError as PsycopgError
from psycopg_pool import PoolTimeout

from config.breaker import Breaker

# By server, so that another one, as a test or a replica has it, is not blamed.
BREAKERS: Final[defaultdict[tuple[str, str], Breaker]] = defaultdict(Breaker)


class DatabaseWrapper(base.DatabaseWrapper):
    """Waits for a server that is away once in a while, not at each request: those get the calm page at once."""

    _errors_known = 0

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
        before, now = self._errors_known, self.pool.get_stats().get("connections_errors", 0)
        type(self)._errors_known = now
        return bool(now > before)
