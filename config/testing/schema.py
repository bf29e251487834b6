"""The migrated tables as SQL, kept from run to run: reading them takes a tenth of the time of migrating.

The file's name is made of all that the tables come from, so that a changed migration makes another file. Only for the
suite's own server, whose tools fit it: TEST_POSTGRES_TOOLS names their folder.
"""

import os
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.apps import apps
from psycopg.conninfo import make_conninfo

from config.bootstrap import LOCAL, ROOT

FOLDER: Final = LOCAL / "test-tables"


def kept_tables() -> Path:
    """The file for the migrations as they are now."""
    digest = sha256()
    for path in sorted(_sources()):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:16]}.sql"


def load_tables(url: str, *, database: str) -> bool:
    """Fill an empty database with the kept tables; False where none are kept."""
    tools, kept = _tools(), kept_tables()
    if tools is None or not kept.exists():
        return False
    reading = ("--quiet", "--no-psqlrc", "--output=/dev/null", "--set=ON_ERROR_STOP=1")
    target = make_conninfo(url, dbname=database)
    _run([str(tools / "psql"), *reading, "--single-transaction", f"--file={kept}", target])
    return True


def keep_tables(url: str, *, database: str) -> None:
    """Write the tables of a database that has just been migrated, in place of those of other migrations."""
    tools = _tools()
    if tools is None:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    unfinished = FOLDER / f"{os.getpid()}.unfinished"
    target = make_conninfo(url, dbname=database)
    _run([str(tools / "pg_dump"), "--no-owner", f"--file={unfinished}", target])
    for old in FOLDER.glob("*.sql"):
        old.unlink(missing_ok=True)
    unfinished.rename(kept_tables())


def _tools() -> Path | None:
    named = os.environ.get("TEST_POSTGRES_TOOLS")
    return Path(named) if named else None


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)


def _sources() -> Iterator[Path]:
    """The lock file, which stands for the migrations of others, the roles, and the migrations of ours."""
    yield ROOT / "uv.lock"
    yield ROOT / "accounts" / "roles.py"
    for app in apps.get_app_configs():
        folder = Path(app.path)
        if folder.parent == ROOT:
            yield from (folder / "migrations").glob("*.py")
