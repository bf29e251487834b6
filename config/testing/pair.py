"""A primary and a streaming replica of it, thrown away at the end; the suite's own server writes no WAL that one could follow."""

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg

from config.engines import process
from config.engines.account import server_account
from config.engines.places import SHORT, make_places
from config.engines.postgres import Postgres

OPTIONS: Final = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "io_method": "sync",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "max_wal_senders": "4",
    "wal_retrieve_retry_interval": "100ms",  # a replica that lost its primary tries again
}


class Pair:
    """Both servers; the replica is copied from what the primary holds when it is started."""

    def __init__(self, folder: Path) -> None:
        account = server_account()
        self.primary, self.replica = (
            Postgres(make_places(folder / name, account), keeps_data=False)
            for name in ("primary", "replica")
        )
        self.primary.options = self.replica.options = OPTIONS

    def start_replica(self) -> None:
        """As docs/operations.md says it."""
        assert self.primary.binaries is not None
        places = self.primary.places
        target = self.replica.places.postgres_data / self.primary.data.name
        subprocess.run(
            [
                str(self.primary.binaries / "pg_basebackup"),
                f"--host={places.postgres_run}",
                "--username=postgres",
                f"--pgdata={target}",
                "--write-recovery-conf",
                "--checkpoint=fast",
                "--no-sync",
            ],
            check=True,
            capture_output=True,
            cwd="/",
            **(places.account.identity if places.account else {}),
        )
        self.replica.start()

    def stop(self) -> None:
        """At once: nothing of it is needed any more."""
        for server in (self.replica, self.primary):
            if server.process is not None:
                process.stop(server.process, (signal.SIGQUIT, 5.0))

    def on_replica(self, question: str) -> Any:
        """Past the site, as the server's administrator."""
        return _ask(self.replica, question)

    def on_primary(self, question: str) -> Any:
        return _ask(self.primary, question)


def _ask(server: Postgres, question: str) -> Any:
    with psycopg.connect(server.url, autocommit=True) as connection:
        done = connection.execute(question)
        row = done.fetchone() if done.description else None
        return row[0] if row else None


@contextmanager
def pair_of_servers() -> Iterator[Pair]:
    """The primary runs, and holds an empty database."""
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-pair-", dir=SHORT))
    folder.chmod(0o711)
    pair = Pair(folder)
    try:
        pair.primary.start()
        yield pair
    finally:
        pair.stop()
        shutil.rmtree(folder, ignore_errors=True)
