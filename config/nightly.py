"""The backup of each night: made, restored into a temporary database, compared, and the oldest removed.

A folder `2026-11-28` in BROADSHEET_BACKUP_ROOT, which has this name only once it was found sound. Whoever makes it holds
a lock of PostgreSQL's, which ends with its connection: two workers do not make it twice, and a killed one is no obstacle.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

from config import backup, sealing

FIRST_HOUR: Final = 2  # UTC
LONGEST_SECONDS: Final = 6 * 3600
LOCK: Final = 0x0BAC0B  # any number that nothing else of ours locks
UNFINISHED: Final = "unfinished"


def back_up(*, now: datetime) -> Path | None:
    """The folder that was made and found sound; None where none was due, or another worker makes it.

    Raises:
        backup.BackupError: it could not be made, or is not sound; the next run tries again.
    """
    root: Path | None = settings.BACKUP_ROOT
    if root is None or now.astimezone(UTC).hour < FIRST_HOUR:
        return None
    folder = root / f"{now.astimezone(UTC):%Y-%m-%d}"
    with _alone() as is_alone:
        if not is_alone or folder.exists():
            return None
        _make(root / UNFINISHED, now).rename(folder)
    for old in finished()[: -settings.BACKUPS_KEPT]:
        shutil.rmtree(old)
    return folder


def newest_age(*, now: datetime) -> timedelta | None:
    """Of the newest finished backup; None where there is none."""
    made = [datetime.fromisoformat(backup.read_made_at(one)) for one in finished()]
    return now - max(made) if made else None


def finished() -> list[Path]:
    """Folders of sound backups, oldest first."""
    root: Path | None = settings.BACKUP_ROOT
    if root is None or not root.exists():
        return []
    return sorted(one for one in root.glob("20??-??-??") if (one / backup.MANIFEST).exists())


def _make(folder: Path, now: datetime) -> Path:
    """What a run before left there is gone; what is not sound stays for whoever looks into it."""
    shutil.rmtree(folder, ignore_errors=True)
    url = os.environ["DATABASE_URL"]
    backup.back_up(folder, url=url, media=default_storage, now=now)
    if wrong := backup.verify(folder, url=url):
        raise backup.BackupError("; ".join(wrong))
    if settings.BACKUP_KEY:
        sealing.seal(folder, key=settings.BACKUP_KEY)
    return folder


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether nobody else is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        is_alone = bool(cursor.fetchone()[0])
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
