"""Where the private servers keep data, sockets and logs.

Below `var/`, with two exceptions. A server that runs under a lent account may not reach a checkout in a
closed home directory: then everything of PostgreSQL lies in `/var/tmp`. And a socket's path has a length
limit: then sockets lie in `/tmp`. Both are world-writable, so what we find there must be ours.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from config.engines.account import Account
from config.engines.errors import EngineError

MAX_SOCKET_PATH_BYTES = 103  # sun_path holds 104 on macOS, 108 on Linux, with the closing NUL
LONGEST_SOCKET_NAME = ".s.PGSQL.5432"
REFUGE = Path("/var/tmp")  # noqa: S108  (kept over reboots; owner and mode are checked)
SHORT = Path("/tmp")  # noqa: S108  (short on every system; owner and mode are checked)


@dataclass(frozen=True)
class Places:
    """Directories of one set of servers; all exist, and only their owner enters `*_data` and `*_run`."""

    postgres_home: Path
    postgres_data: Path
    postgres_run: Path
    valkey_data: Path
    valkey_run: Path
    logs: Path
    account: Account | None


def make_places(var: Path, account: Account | None) -> Places:
    """Make the directories below `var` (absolute).

    Raises:
        EngineError: a directory cannot be made or is not ours.
    """
    try:
        return _make_places(var, account)
    except OSError as error:
        raise EngineError(
            f"{error.filename or var} cannot be written: {error.strerror}."
        ) from error


def _make_places(var: Path, account: Account | None) -> Places:
    var.mkdir(parents=True, exist_ok=True)
    _prove_writable(var)
    home = (
        var
        if account is None or account.can_enter(var)
        else _owned(REFUGE / f"broadsheet-{_mark(var)}", 0o711)
    )
    run = _run_directory(home, var)
    return Places(
        postgres_home=home,
        postgres_data=_private(home / "postgres", account),
        postgres_run=_private(run / "postgres", account),
        valkey_data=_private(var / "valkey", None),
        valkey_run=_private(run / "valkey", None),
        logs=_private(var / "log", None),
        account=account,
    )


def _prove_writable(directory: Path) -> None:
    probe = directory / f".probe-{os.getpid()}"
    probe.touch()
    probe.unlink()


def _run_directory(home: Path, var: Path) -> Path:
    """`run` below `home`, or a directory with a short name if a socket's path would not fit there."""
    run = home / "run"
    longest = run / "postgres" / LONGEST_SOCKET_NAME
    if len(os.fsencode(longest)) <= MAX_SOCKET_PATH_BYTES:
        run.mkdir(mode=0o755, exist_ok=True)
        return run
    return _owned(SHORT / f"broadsheet-{os.geteuid()}-{_mark(var)}", 0o711)


def _mark(var: Path) -> str:
    return hashlib.sha256(os.fsencode(var.resolve())).hexdigest()[:12]


def _owned(directory: Path, mode: int) -> Path:
    """A directory of ours in a place where everybody may write: neither a link nor somebody else's."""
    try:
        directory.mkdir(mode=mode)
        directory.chmod(mode)
    except FileExistsError:
        pass
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise EngineError(f"{directory} is not ours alone: look who made it, and remove it.")
    return directory


def _private(directory: Path, account: Account | None) -> Path:
    """A directory that only `account` (None: ourselves) enters."""
    directory.mkdir(mode=0o700, exist_ok=True)
    if account is not None and directory.lstat().st_uid != account.uid:
        os.chown(directory, account.uid, account.gid, follow_symlinks=False)
    directory.chmod(0o700)
    return directory
