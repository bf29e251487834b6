"""A bar on a terminal, one line at the end elsewhere. A leaf: imports nothing of ours."""

import time
from typing import Final, Protocol

BAR_WIDTH: Final = 30


class Stream(Protocol):
    """Where to write: a file, or a command's own output."""

    def write(self, text: str, /) -> object: ...
    def flush(self) -> object: ...
    def isatty(self) -> bool: ...


class Progress:
    """Counts steps towards `total` and shows them on `stream`."""

    def __init__(self, stream: Stream, label: str, *, total: int) -> None:
        self._stream = stream
        self._label = label
        self._total = total
        self._done = 0
        self._began = time.monotonic()
        self._draw()

    def advance(self, steps: int = 1) -> None:
        self._done = min(self._done + steps, self._total)
        self._draw()

    def finish(self, line: str) -> None:
        self._wipe()
        self._stream.write(f"✓ {line} ({time.monotonic() - self._began:.1f} s)\n")

    def abandon(self) -> None:
        """Leave the line free for what has gone wrong."""
        self._wipe()

    def _draw(self) -> None:
        if self._stream.isatty():
            filled = BAR_WIDTH * self._done // max(self._total, 1)
            bar = "█" * filled + "░" * (BAR_WIDTH - filled)
            self._stream.write(f"\r  {self._label} {bar} {self._done}/{self._total}\033[K")
            self._stream.flush()

    def _wipe(self) -> None:
        if self._stream.isatty():
            self._stream.write("\r\033[K")
