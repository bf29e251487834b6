"""The programs of the site: each in a process group of its own, started again when it dies."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from config.engines import process

FIRST_DELAY_SECONDS = 0.5
MAX_DELAY_SECONDS = 15.0
STABLE_SECONDS = 20.0  # who lived so long did not die of its own start
LEFTOVER_PATIENCE_SECONDS = 6.0


@dataclass(frozen=True)
class Program:
    name: str
    command: tuple[str, ...]


class Child:
    """One program and its present process, if it has one."""

    def __init__(self, program: Program) -> None:
        self.name = program.name
        self.command = program.command
        self.process: subprocess.Popen[bytes] | None = None
        self.due_at = 0.0
        self._began_at = 0.0
        self._delay_seconds = FIRST_DELAY_SECONDS

    def start(self, environ: Mapping[str, str]) -> int:
        """Start it; the file descriptor to read its output from."""
        output, target = os.pipe()
        try:
            self.process = process.spawn(self.command, output=target, environ=environ)
        finally:
            os.close(target)
        self._began_at = time.monotonic()
        return output

    def note_death(self) -> str | None:
        """How it ended, if it has just ended; also ends what it left behind, and sets when to start it again."""
        if self.process is None or self.process.poll() is None:
            return None
        end = describe_end(self.process.returncode)
        kill_group(self.process.pid, signal.SIGKILL)
        self.process = None
        now = time.monotonic()
        if now - self._began_at > STABLE_SECONDS:
            self._delay_seconds = FIRST_DELAY_SECONDS
        self.due_at = now + self._delay_seconds
        self._delay_seconds = min(self._delay_seconds * 2, MAX_DELAY_SECONDS)
        return end


def describe_end(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


def kill_group(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def stop_all(children: list[Child], *, patience_seconds: float) -> None:
    """Ask all at once, and kill the groups of those that take too long."""
    running = [child.process for child in children if child.process is not None]
    for each in running:
        with suppress(ProcessLookupError):
            each.terminate()
    deadline = time.monotonic() + patience_seconds
    for each in running:
        with suppress(subprocess.TimeoutExpired):
            each.wait(max(deadline - time.monotonic(), 0))
        kill_group(each.pid, signal.SIGKILL)
        each.wait()


class PidFile:
    """The processes of this run, so that the next one can end what a killed run left behind."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def write(self, children: list[Child]) -> None:
        pids = [child.process.pid for child in children if child.process is not None]
        with suppress(psutil.NoSuchProcess):
            self.file.write_text(
                json.dumps([[pid, psutil.Process(pid).create_time()] for pid in pids])
            )

    def stop_leftovers(self) -> int:
        """End the processes written down, if they still are the same ones; how many there were."""
        found = [_same_process(pid, created_at) for pid, created_at in self._read()]
        left = [each for each in found if each is not None]
        for each in left:
            kill_group(each.pid, signal.SIGTERM)
        _, stubborn = psutil.wait_procs(left, timeout=LEFTOVER_PATIENCE_SECONDS)
        for each in left:
            kill_group(each.pid, signal.SIGKILL)
        psutil.wait_procs(stubborn, timeout=1)
        return len(left)

    def _read(self) -> list[tuple[int, float]]:
        try:
            return [
                (int(pid), float(created_at))
                for pid, created_at in json.loads(self.file.read_text())
            ]
        except (OSError, ValueError, TypeError):
            return []


def _same_process(pid: int, created_at: float) -> psutil.Process | None:
    """The process, unless its number has been given to another one since."""
    try:
        found = psutil.Process(pid)
        is_same = (
            abs(found.create_time() - created_at) < 1 and found.status() != psutil.STATUS_ZOMBIE
        )
    except psutil.NoSuchProcess:
        return None
    return found if is_same else None
