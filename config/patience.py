"""For how long each kind of process waits for its servers, beyond what all have in common (config.settings).

A reader is gone after some seconds, so that a web process gives up a statement that takes longer. A worker's long work
may take minutes, but no statement for ever: its threads know no other limit. Commands such as migrations have none.
"""

from typing import Final

from django.db import connections

from config.breaker import REST_SECONDS

# Below nginx's proxy_read_timeout, so that who waits is told by a page of ours.
WEB_STATEMENT_SECONDS: Final = 15
WORKER_STATEMENT_SECONDS: Final = 600
# Workers hold a connection on which nothing comes for a second; a busy broker may be late.
WORKER_BROKER_SECONDS: Final = 10 * REST_SECONDS


def limit_statements(seconds: int) -> None:
    """Let PostgreSQL end what takes longer, on connections that are made from now on."""
    options = connections.settings["default"].setdefault("OPTIONS", {})
    given = options.get("options", "")
    options["options"] = f"{given} -c statement_timeout={seconds}s".strip()
