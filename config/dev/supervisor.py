"""Keep the programs and the private servers running until somebody asks us to stop."""

import http.client
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Never

from config.dev import console
from config.dev.children import Child, PidFile, Program, describe_end, stop_all
from config.dev.output import Relay
from config.engines.errors import EngineError
from config.engines.private import Server, Servers

TICK_SECONDS = 0.2
CHILDREN_PATIENCE_SECONDS = (
    6.0  # with the servers' own few seconds, below the ten that are promised
)
READY_PATH = "/healthz"
READY_POLL_SECONDS = 0.4
READY_PATIENCE_SECONDS = 60.0
SERVER_RETRY_SECONDS = 5.0


class Supervisor:
    """All that runs, and what is done when a part of it dies."""

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        servers: Servers,
        environ: Mapping[str, str],
        pids: PidFile,
    ) -> None:
        self.children = [Child(program) for program in programs]
        self.servers = servers
        self.environ = environ
        self.pids = pids
        self._relay = Relay()
        self._server_due_at = 0.0

    def run(self, *, port: int, on_ready: Callable[[], None]) -> Never:
        """Run until a signal raises; `on_ready` is called once, when the site answers."""
        waiting = Waiting(port)
        while True:
            self._tend()
            self._relay.pump(TICK_SECONDS)
            if not waiting.is_over and waiting.look():
                on_ready()

    def stop(self) -> None:
        stop_all(self.children, patience_seconds=CHILDREN_PATIENCE_SECONDS)
        self._relay.pump(0)
        self.pids.file.unlink(missing_ok=True)

    def _tend(self) -> None:
        """Start what is due, and say what has died."""
        for server in self.servers.all:
            self._tend_server(server)
        for child in self.children:
            end = child.note_death()
            if end is not None:
                console.warn(f"{child.name} stopped ({end}); it is started again.")
            if child.process is None and time.monotonic() >= child.due_at:
                self._relay.add(child.name, child.start(self.environ))
                self.pids.write(self.children)

    def _tend_server(self, server: Server) -> None:
        if (
            server.process is None
            or server.process.poll() is None
            or time.monotonic() < self._server_due_at
        ):
            return
        console.warn(
            f"{server.name} stopped ({describe_end(server.process.returncode)}); it is started again."
        )
        try:
            server.start()
        except EngineError as error:
            console.warn(str(error))
            self._server_due_at = time.monotonic() + SERVER_RETRY_SECONDS


class Waiting:
    """For the first answer of the site."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.is_over = False
        self._next_at = time.monotonic()
        self._complains_at = self._next_at + READY_PATIENCE_SECONDS

    def look(self) -> bool:
        """Whether it has just come; asks now and then only, and complains once when it takes long."""
        now = time.monotonic()
        if now < self._next_at:
            return False
        self._next_at = now + READY_POLL_SECONDS
        self.is_over = answers(self.port)
        if not self.is_over and now > self._complains_at:
            self._complains_at = float("inf")
            console.warn(
                f"The site does not answer {READY_PATH}; what it says stands above. Trying on."
            )
        return self.is_over


def answers(port: int) -> bool:
    """Whether the site says that it is well."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", READY_PATH)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
