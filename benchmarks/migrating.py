"""How long `migrate` takes while a site goes on, and with what: at work, waiting for locks, or starting."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import psycopg

from config.bootstrap import ROOT

APPLIED: Final = re.compile(r"Applying (\S+)\.\.\. OK \((\d+\.\d+)s\)")
LOOK_EVERY_SECONDS: Final = 0.1
# Of whoever changes tables; a member who waits for another member's row is not meant.
WAITING: Final = r"""
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ~* '^\s*(ALTER|CREATE|DROP|LOCK)\s'
"""


def migrate(folder: Path) -> dict[str, float]:
    """Bring the database of the environment up to date; says what took long. `folder`: for what it prints.

    `lock_seconds`: waiting for whoever held a table, looked at ten times a second; they are part of `applying_seconds`.
    """
    log, began, looks = folder / "migrate.log", time.monotonic(), 0
    command = [sys.executable, "manage.py", "migrate", "--noinput", "-v2"]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as watching, log.open("wb") as output:  # fmt: skip
        with subprocess.Popen(command, cwd=ROOT, stdout=output) as running:
            while running.poll() is None:
                (waiting,) = watching.execute(WAITING).fetchone() or (0,)
                looks += bool(waiting)
                time.sleep(LOOK_EVERY_SECONDS)
        if running.returncode:
            raise subprocess.CalledProcessError(running.returncode, command)
    seconds = time.monotonic() - began
    applied = {name: float(took) for name, took in APPLIED.findall(log.read_text())}
    slowest = sorted(applied.items(), key=lambda pair: -pair[1])[:3]
    told = {"migrate_seconds": seconds, "applying_seconds": sum(applied.values()), "lock_seconds": looks * LOOK_EVERY_SECONDS}  # fmt: skip
    print("migrate: slowest " + (", ".join(f"{name} {took:.1f} s" for name, took in slowest) or "nothing waited"))  # fmt: skip
    return {name: round(value, 1) for name, value in told.items()}
