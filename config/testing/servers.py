"""Throw-away PostgreSQL and Valkey for one run of the suite, and each worker's share of them.

TEST_DATABASE_URL and TEST_REDIS_URL name servers to use instead; DATABASE_URL and REDIS_URL are never
looked at, so that no test touches anybody's data. Of the given server, databases called `<name>_test…` and
the Redis databases from the given number on are emptied.
"""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import psutil

from config.engines.account import server_account
from config.engines.places import SHORT, make_places
from config.engines.postgres import Postgres
from config.engines.private import Server, Servers
from config.engines.valkey import Valkey

PREFIX = f"broadsheet-test-{os.geteuid()}-"
REDIS_DATABASES = 64


class ThrowAway:
    """The servers of one run, and the directory that holds them; nothing of it remains."""

    def __init__(self) -> None:
        _remove_abandoned()
        self.directory = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=SHORT))
        self.directory.chmod(0o711)
        self._servers = Servers(self._plan())

    def start(self) -> dict[str, str]:
        """Start what is needed; what the workers read: TEST_DATABASE_URL, TEST_REDIS_URL, TEST_MEDIA_ROOT, and for
        the suite's own server TEST_POSTGRES_TOOLS.
        """
        self._servers.start(say=lambda _line: None)
        own = {"TEST_MEDIA_ROOT": str(self.directory / "media")}
        if self._postgres.binaries:
            own["TEST_POSTGRES_TOOLS"] = str(self._postgres.binaries)
        return self._servers.environ | own

    def stop(self) -> None:
        self._servers.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _plan(self) -> dict[str, Server]:
        places = make_places(self.directory, server_account())
        self._postgres = Postgres(places, keeps_data=False)
        servers: dict[str, Server] = {
            "TEST_DATABASE_URL": self._postgres,
            "TEST_REDIS_URL": Valkey(places, keeps_data=False, databases=REDIS_DATABASES),
        }
        return {
            variable: server for variable, server in servers.items() if not os.environ.get(variable)
        }


def worker_environ(worker: str) -> dict[str, str]:
    """What the site reads in the worker called `worker` ("main", "gw0", "gw1", …).

    Its database need not exist yet; its Redis database is one of its own.
    """
    number = 0 if worker == "main" else int(worker.removeprefix("gw")) + 1
    return {
        "BROADSHEET_ENV": "test",
        "BROADSHEET_DB_POOL_SIZE": "24",  # who acts at once in a test waits for no other
        "BROADSHEET_ENCODER": "none",
        "BROADSHEET_MEDIA_ROOT": f"{os.environ['TEST_MEDIA_ROOT']}/{worker}",
        "BROADSHEET_PRIVATE_ROOT": f"{os.environ['TEST_MEDIA_ROOT']}/{worker}-private",
        "BROADSHEET_REDIS_PREFIX": f"test-{worker}",
        "DATABASE_URL": _with_database(os.environ["TEST_DATABASE_URL"], worker),
        "REDIS_URL": _with_number(os.environ["TEST_REDIS_URL"], number),
    }


def _with_database(url: str, worker: str) -> str:
    parts = urlsplit(url)
    return parts._replace(path=f"{parts.path}_test_{worker}").geturl()


def _with_number(url: str, number: int) -> str:
    """Count up from the database that the address names: `?db=3` for unix sockets, `/3` for others."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        query = parse_qs(parts.query)
        query["db"] = [str(int(query.get("db", ["0"])[0]) + number)]
        return f"unix://{parts.path}?{urlencode(query, doseq=True)}"
    return parts._replace(path=f"/{int(parts.path.strip('/') or 0) + number}").geturl()


def _remove_abandoned() -> None:
    """Remove directories of runs that were killed."""
    for directory in SHORT.glob(f"{PREFIX}*"):
        pid = int(directory.name.removeprefix(PREFIX).split("-")[0])
        with suppress(FileNotFoundError):  # another run removes it, too
            if directory.lstat().st_uid == os.geteuid() and not psutil.pid_exists(pid):
                shutil.rmtree(directory, ignore_errors=True)
