"""What `dev` says: a line for each step, a bar for what takes long, the output of each program by its name."""

import os
import sys
import time
from contextlib import suppress

BAR_WIDTH = 30
NAME_WIDTH = 6
GREEN, RED, DIM, PLAIN = "\033[32m", "\033[31m", "\033[2m", "\033[0m"


def _is_coloured() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _write(text: str) -> None:
    with suppress(OSError):  # the terminal is gone; a hang-up signal ends us in order
        sys.stdout.write(text)
        sys.stdout.flush()


def step(line: str) -> None:
    mark = f"{GREEN}✓{PLAIN}" if _is_coloured() else "✓"
    _write(f"{mark} {line}\n")


def warn(line: str) -> None:
    _write(f"{RED}! {line}{PLAIN}\n" if _is_coloured() else f"! {line}\n")


def say(line: str = "") -> None:
    _write(f"{line}\n")


def relay(name: str, line: str) -> None:
    """Pass on a line that the program `name` wrote."""
    prefix = f"{name:<{NAME_WIDTH}} │ "
    _write(f"{DIM}{prefix}{PLAIN}{line}\n" if _is_coloured() else f"{prefix}{line}\n")


class Bar:
    """A progress bar on a terminal; elsewhere one line at its end."""

    def __init__(self, label: str, *, total: int) -> None:
        self.label = label
        self.total = total
        self.done = 0
        self.began = time.monotonic()
        self._draw()

    def advance(self, count: int = 1) -> None:
        self.done = min(self.done + count, self.total)
        self._draw()

    def finish(self, line: str) -> None:
        if sys.stdout.isatty():
            _write("\r\033[K")
        step(f"{line} ({time.monotonic() - self.began:.1f} s)")

    def _draw(self) -> None:
        if sys.stdout.isatty():
            filled = BAR_WIDTH * self.done // max(self.total, 1)
            _write(
                f"\r  {self.label} {'█' * filled}{'░' * (BAR_WIDTH - filled)} {self.done}/{self.total}\033[K"
            )
