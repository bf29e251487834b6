"""Start a program that does not outlive us, and stop one in an orderly way."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from config.engines.account import Account, Identity

PR_SET_PDEATHSIG = 1
MAX_LOG_BYTES = 5_000_000
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def spawn(
    command: Sequence[str],
    *,
    output: IO[bytes] | int,
    environ: Mapping[str, str],
    death_signal: signal.Signals = signal.SIGTERM,
    account: Account | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in a process group of its own, out of the terminal's reach.

    On Linux the kernel sends it `death_signal` when the calling thread dies, even by kill -9; call from the
    main thread. Elsewhere a left-over is found at the next start.
    """
    identity: Identity = account.identity if account else {}
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=dict(environ),
        start_new_session=True,
        preexec_fn=_dies_with_us(death_signal),  # noqa: PLW1509  (single-threaded callers; runs after setuid)
        **identity,
    )


def _dies_with_us(death_signal: signal.Signals) -> Callable[[], None] | None:
    if _libc is None:
        return None
    parent = os.getpid()
    libc: Any = _libc

    def ask_the_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:  # died meanwhile: nobody will tell us
            os._exit(1)

    return ask_the_kernel


def stop(process: subprocess.Popen[bytes], *signals: tuple[signal.Signals, float]) -> None:
    """Send each signal in turn, waiting so many seconds for its effect; at last SIGKILL."""
    for number, patience_seconds in signals:
        if process.poll() is not None:
            return
        process.send_signal(number)
        try:
            process.wait(patience_seconds)
        except subprocess.TimeoutExpired:
            continue
    if process.poll() is None:
        process.kill()
        process.wait()


def open_log(file: Path) -> IO[bytes]:
    """The file to append to; a long one is put aside first, so that two generations exist at most."""
    if file.exists() and file.stat().st_size > MAX_LOG_BYTES:
        file.replace(file.with_name(f"{file.name}.1"))
    return file.open("ab")


def last_line(file: Path) -> str:
    lines = file.read_bytes()[-4000:].decode(errors="replace").split("\n") if file.exists() else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
