"""Find and stop a server that a killed run left behind, and nothing but that server."""

import signal
from pathlib import Path

import psutil

PATIENCE_SECONDS = 8.0


def find_leftover(pid_file: Path, *, marker: str) -> psutil.Process | None:
    """The live process named in the first line of `pid_file`, if its command line contains `marker`.

    The process table reuses numbers: a pid alone proves nothing.
    """
    try:
        process = psutil.Process(int(pid_file.read_text().split("\n", 1)[0]))
        if process.status() == psutil.STATUS_ZOMBIE or not any(
            marker in part for part in process.cmdline()
        ):
            return None
    except (OSError, ValueError, psutil.Error):
        return None
    return process


def stop_leftover(process: psutil.Process, *signals: signal.Signals) -> None:
    """Send each signal in turn, with some patience; at last SIGKILL."""
    for number in (*signals, signal.SIGKILL):
        try:
            process.send_signal(number)
        except psutil.NoSuchProcess:
            return
        _, alive = psutil.wait_procs([process], timeout=PATIENCE_SECONDS)
        if not alive or process.status() == psutil.STATUS_ZOMBIE:
            return
