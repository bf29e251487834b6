"""The settings of the databases: the primary, and the replicas that the site names; read by config.settings alone."""

from collections.abc import Sequence
from typing import Any, Final

import environ

from config.postgresql.patient import PATIENCE_SECONDS, PatientConnection

PRIMARY: Final = "default"
MIDDLEWARE: Final = "config.replicas.spreading.SpreadReading"
ROUTER: Final = "config.replicas.router.Router"
# A replica without a free connection is passed over: the primary answers.
POOL_WAIT_SECONDS: Final = 0.2
CONNECTING: Final = {
    "connect_timeout": 2,
    # A machine that is gone without a word, as the network knows it: unanswered after 5 s, or silent for 25 s.
    "tcp_user_timeout": 5_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


def databases(url: str | None, replica_urls: Sequence[str], *, pool_size: int) -> dict[str, Any]:
    """Django's DATABASES. Without a server commands such as makemigrations, which need none, do not wait for one."""
    if not url:
        return {PRIMARY: {"ENGINE": "django.db.backends.dummy"}}
    primary = _database(url, pool={"min_size": 1, "max_size": pool_size, "timeout": 2})
    replicas = {
        f"replica{number}": replica(each, pool_size=pool_size)
        for number, each in enumerate(replica_urls, start=1)
    }
    return {PRIMARY: primary} | replicas


def replica(url: str, *, pool_size: int) -> dict[str, Any]:
    """One that gives up early, since the primary is there to answer, and never writes, whatever becomes of the server."""
    pool = {
        "min_size": 1,
        "max_size": pool_size,
        "timeout": POOL_WAIT_SECONDS,
        "connection_class": PatientConnection,
    }
    found = _database(url, pool=pool)
    limits = f"-c statement_timeout={PATIENCE_SECONDS}s -c default_transaction_read_only=on"
    found["OPTIONS"]["options"] = f"{found['OPTIONS'].get('options', '')} {limits}".strip()
    return found | {"TEST": {"MIRROR": PRIMARY}}


def with_replicas(databases: dict[str, Any], middleware: list[str]) -> dict[str, Any]:
    """Settings by name that spread reading; {} where no replica is named, so that nothing costs anything."""
    if set(databases) <= {PRIMARY}:
        return {}
    return {"DATABASE_ROUTERS": [ROUTER], "MIDDLEWARE": [MIDDLEWARE, *middleware]}


def _database(url: str, *, pool: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = dict(environ.Env.db_url_config(url))
    options = found.get("OPTIONS", {}) | CONNECTING | {"pool": pool}
    return found | {"ENGINE": "config.postgresql", "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
