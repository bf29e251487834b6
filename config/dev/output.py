"""Pass on what the programs write, line by line, without ever waiting for one of them."""

import os
import selectors

from config.dev import console

CHUNK_BYTES = 65_536
MAX_LINE_BYTES = 20_000


class Relay:
    """Reads the pipes of all programs."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._unfinished: dict[int, bytes] = {}

    def add(self, name: str, pipe: int) -> None:
        os.set_blocking(pipe, False)
        self._unfinished[pipe] = b""
        self._selector.register(pipe, selectors.EVENT_READ, name)

    def pump(self, timeout_seconds: float) -> None:
        """Pass on what there is; wait so long at most for something to come."""
        for key, _ in self._selector.select(timeout_seconds):
            self._read(key.fd, str(key.data))

    def _read(self, pipe: int, name: str) -> None:
        try:
            chunk = os.read(pipe, CHUNK_BYTES)
        except BlockingIOError:
            return
        *lines, rest = (self._unfinished[pipe] + chunk).split(b"\n")
        if not chunk or len(rest) > MAX_LINE_BYTES:
            lines, rest = [*lines, rest], b""
        self._unfinished[pipe] = rest
        for line in filter(None, lines):
            console.relay(name, line.decode(errors="replace").rstrip())
        if not chunk:
            self._selector.unregister(pipe)
            del self._unfinished[pipe]
            os.close(pipe)
