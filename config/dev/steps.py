"""The steps of a start, in the order in which `dev` takes them; each says a line or raises one."""

import fcntl
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from config.dev import console
from config.dev.children import PidFile, kill_group
from config.dev.errors import DevError
from config.dev.translations import LOCALE, compile_stale
from config.engines import process
from config.engines.ownership import try_to_own, write_urls
from config.engines.private import Servers, plan_servers
from config.engines.probe import require_postgres, require_redis

HOST = "127.0.0.1"
PORTS = range(1, 65_536)
OWNER_PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.1


def claim(var: Path, *, url: str, until: ExitStack) -> None:
    """Be the only site of this checkout, until the stack unwinds.

    Raises:
        DevError: another one runs, or `var` cannot be written.
    """
    try:
        var.mkdir(parents=True, exist_ok=True)
        lock = until.enter_context((var / "dev.lock").open("a+"))
    except OSError as error:
        raise DevError(
            f"{var} cannot be written ({error.strerror}): the site keeps its data there."
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise DevError(
            f"the site runs already: {lock.read().strip() or 'it is starting'}."
        ) from None
    lock.truncate(0)
    lock.write(f"{url}, process {os.getpid()}")
    lock.flush()


def stop_leftovers(pids: PidFile) -> None:
    count = pids.stop_leftovers()
    if count:
        console.step(f"Stopped {count} programs that a killed run had left behind")


def require_port(port: int) -> None:
    """Make sure that the web server can listen there.

    Raises:
        DevError: not a port, or somebody listens there already.
    """
    if port not in PORTS:
        raise DevError(f"PORT={port} is no port: write a number from 1 to {PORTS[-1]}.")
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
    except PermissionError:
        raise DevError(
            f"port {port} needs root: choose one above 1023, such as PORT=8000."
        ) from None
    except OSError:
        hint = f"PORT={port % PORTS[-1] + 1} python3 manage.py dev"
        raise DevError(
            f"port {port} is in use by another program; stop that, or choose another: {hint}"
        ) from None


def require_servers(environ: Mapping[str, str]) -> None:
    """Ask the servers that the environment names for an answer.

    Raises:
        EngineError: one cannot be used.
    """
    if environ.get("DATABASE_URL"):
        require_postgres(environ["DATABASE_URL"])
        console.step("PostgreSQL: the one that DATABASE_URL names")
    if environ.get("REDIS_URL"):
        require_redis(environ["REDIS_URL"])
        console.step("Redis: the one that REDIS_URL names")


def start_servers(var: Path, environ: Mapping[str, str], *, until: ExitStack) -> Servers:
    """Start the private servers that `environ` leaves to us; they stop when the stack unwinds.

    Raises:
        EngineError: a server does not start.
        DevError: another command has them and does not end.
    """
    servers = plan_servers(var, environ)
    if servers.all:
        lock = until.enter_context(_own(var))
        until.callback(servers.stop)
        servers.start(say=console.step)
        write_urls(lock, servers.environ)
    return servers


def _own(var: Path) -> IO[str]:
    lock = try_to_own(var)
    if lock is None:
        console.say("  Another command uses the database; waiting for it …")
    deadline = time.monotonic() + OWNER_PATIENCE_SECONDS
    while lock is None and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
        lock = try_to_own(var)
    if lock is None:
        raise DevError("another manage.py command still uses the database: end it and start again.")
    return lock


def compile_translations() -> None:
    count = compile_stale(LOCALE)
    if count:
        console.step(f"Compiled {count} translations")


def prepare_database(environ: Mapping[str, str], *, report: Path) -> list[str]:
    """Migrate and fill the database in a process of its own; the demo accounts that exist afterwards.

    Raises:
        DevError: it failed; what it said stands above.
    """
    command = [sys.executable, "-m", "config.dev.prepare", str(report)]
    preparing = process.spawn(command, output=sys.stdout.fileno(), environ=environ)
    try:
        if preparing.wait():
            raise DevError("the database could not be prepared; the reason stands above.")
    finally:
        kill_group(preparing.pid, signal.SIGKILL)
        preparing.wait()
    return list(json.loads(report.read_text())["members"])
