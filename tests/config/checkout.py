"""A copy of the code with data of its own, in which the real commands run."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import psutil
import psycopg

from config.engines.account import server_account
from config.engines.places import make_places
from config.engines.postgres import Postgres

START_SECONDS = 180  # the first start also draws the demo
STOP_SECONDS = 10
SERVERS = ("postgresql", "redis")


class Checkout:
    """The code in a folder, with a `var` of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()

    def environ(self, **more: str) -> dict[str, str]:
        """A bare environment; the interpreter is the one that runs the tests."""
        kept = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
        return kept | {"BROADSHEET_NO_BOOTSTRAP": "1", "PORT": str(self.port)} | more

    def run(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.folder,
            env=self.environ(**environ),
            capture_output=True,
            text=True,
            check=False,
            timeout=START_SECONDS,
        )

    def sql(self, statement: str) -> str:
        """What psql would print, through Django's connection."""
        code = f"from django.db import connection as c; r = c.cursor().execute({statement!r}); "
        code += "print(r.fetchone()[0] if r.description else 'done')"
        done = self.run("shell", "--no-imports", "--command", code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @property
    def postgres(self) -> Postgres:
        """Its own, as a command would start it."""
        return Postgres(make_places(self.folder / "var", server_account()))

    def ask(self, statement: str) -> Any:
        """As the server's administrator, past the site; the server runs."""
        with psycopg.connect(self.postgres.url, autocommit=True) as database:
            done = database.execute(statement)
            row = done.fetchone() if done.description else None
            return row[0] if row else None

    def processes(self) -> list[psutil.Process]:
        """Everything that runs in or on this checkout, zombies left out."""
        return [each for each in psutil.process_iter() if self._owns(each)]

    def pid(self, marker: str) -> int | None:
        """Of the oldest process whose command line contains `marker`."""
        found = [
            (each.create_time(), each.pid) for each in self.processes() if _is_called(each, marker)
        ]
        return min(found)[1] if found else None

    def _owns(self, process: psutil.Process) -> bool:
        try:
            if process.status() == psutil.STATUS_ZOMBIE or process.pid == os.getpid():
                return False
            return str(self.folder) in " ".join([process.cwd(), *process.cmdline()])
        except psutil.Error:
            return False


def _is_called(process: psutil.Process, marker: str) -> bool:
    try:
        return marker in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


class Site:
    """`manage.py dev` in a checkout."""

    def __init__(self, checkout: Checkout) -> None:
        self.checkout = checkout
        self.log = checkout.folder.with_suffix(".log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "dev"],
                cwd=checkout.folder,
                env=checkout.environ(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        return self.log.read_text()

    def wait_for(self, text: str) -> None:
        wait_until(lambda: text in self.output or self.process.poll() is not None, START_SECONDS)
        assert text in self.output, self.output

    def checks(self) -> dict[str, bool]:
        """What `/readyz` says of each part; nothing while it does not answer."""
        connection = HTTPConnection("127.0.0.1", self.checkout.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            told = json.load(connection.getresponse())["checks"]
        except (OSError, HTTPException, ValueError):
            return {}
        finally:
            connection.close()
        return {each["name"]: each["is_ok"] for each in told}

    def is_well(self) -> bool:
        """It answers, and PostgreSQL and Valkey do what it asks of them: both take a moment after a fall."""
        checks = self.checks()
        return bool(checks) and all(
            is_ok for name, is_ok in checks.items() if name.startswith(SERVERS)
        )

    def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)


def wait_until(condition: Callable[[], bool], seconds: float) -> None:
    """Wait for the condition or for the time to pass; the caller asserts what must be true then."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
