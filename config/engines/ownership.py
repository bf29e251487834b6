"""Who owns the private servers: one process, until it ends.

The owner holds a lock on `var/engines.lock` and writes the addresses into it. Other commands read them, and
hold a shared lock on `var/engines.users` for as long as they use them.
"""

import fcntl
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from config.engines.errors import EngineError
from config.engines.private import Say, plan_servers

PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.1


@contextmanager
def servers_for_command(
    var: Path, environ: Mapping[str, str], say: Say
) -> Iterator[dict[str, str]]:
    """Addresses of the servers that `environ` does not name: those of a running site, or started for now.

    Raises:
        EngineError: a server does not start, or its owner does not get ready.
    """
    servers = plan_servers(var, environ)
    if not servers.all:
        yield {}
        return
    lock, urls = own_or_read(var)
    if lock is None:
        if missing := servers.environ.keys() - urls.keys():
            raise EngineError(
                f"the running site uses another server: set {', '.join(missing)} as it was set there."
            )
        with (var / "engines.users").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            yield urls
        return
    with lock:
        servers.start(say=lambda _line: None)
        try:
            write_urls(lock, servers.environ)
            yield servers.environ
        finally:
            _wait_for_users(var, say)
            servers.stop()


def own_or_read(var: Path) -> tuple[IO[str] | None, dict[str, str]]:
    """The owner's lock, which lasts until it is closed, or the addresses that the present owner wrote.

    Raises:
        EngineError: the owner does not get ready.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        lock = try_to_own(var)
        if lock is not None:
            return lock, {}
        urls = read_urls(var)
        if urls:
            return None, urls
        time.sleep(POLL_SECONDS)
    raise EngineError(
        "another command is starting the database and does not get ready: stop it and try again."
    )


def try_to_own(var: Path) -> IO[str] | None:
    var.mkdir(parents=True, exist_ok=True)
    lock = (var / "engines.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    lock.truncate(0)
    return lock


def write_urls(lock: IO[str], urls: Mapping[str, str]) -> None:
    lock.write(json.dumps(dict(urls)))
    lock.flush()


def read_urls(var: Path) -> dict[str, str]:
    """The owner's addresses; {} while it is not ready."""
    try:
        return dict(json.loads((var / "engines.lock").read_text()))
    except (OSError, ValueError):
        return {}


def _wait_for_users(var: Path, say: Say) -> None:
    with (var / "engines.users").open("a") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command still uses the database; waiting for it …")
            fcntl.flock(users, fcntl.LOCK_EX)
