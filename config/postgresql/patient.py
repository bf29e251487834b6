"""A connection that gives up a server which holds its question and says nothing. A leaf: imports nothing of ours."""

from typing import Any, Final

from psycopg import Connection, OperationalError

# For each wait; also the limit that the server is given for a statement.
PATIENCE_SECONDS: Final = 3


class PatientConnection(Connection[Any]):
    """Of no use any more once it has waited in vain."""

    patience_seconds: float = PATIENCE_SECONDS

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Raises OperationalError."""
        limit = self.patience_seconds if timeout is None else min(timeout, self.patience_seconds)
        try:
            return super().wait(gen, interval, limit)
        except OperationalError as error:
            if type(error).__name__ == "_WaitTimeout":
                self.pgconn.finish()
                raise OperationalError(f"No answer for {limit} s.") from error
            raise
