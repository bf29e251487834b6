"""A server that takes every connection and says nothing: what a stalled machine, or a firewall, looks like."""

import socket
import threading
from types import TracebackType
from typing import Self


class SilentServer:
    """On a free port of this machine. `calls`: connections that were made to it."""

    def __init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._door.getsockname()[1])
        self.calls = 0
        self._held: list[socket.socket] = []

    @property
    def redis_url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> Self:
        threading.Thread(target=self._take, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:  # fmt: skip
        self._door.close()
        for one in self._held:
            one.close()

    def _take(self) -> None:
        while True:
            try:
                self._held.append(self._door.accept()[0])
            except OSError:
                return
            self.calls += 1
