"""The backup of each night: made, restored into a temporary database, compared, and the oldest removed.

A folder `2026-11-28` in BROADSHEET_BACKUP_ROOT, which has this name only once it was found sound. Whoever makes it holds
the lock of that root, a file's, which ends with its process: a message that comes again meanwhile, as Celery sends one that
is in hand for long (`visibility_timeout`), makes nothing, and a killed worker is no obstacle. PostgreSQL's own locks would
end with a connection that is idle for hours, and are everybody's behind pgbouncer.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.storage import default_storage

from config import backup, sealing

FIRST_HOUR: Final = 2  # UTC
LONGEST_SECONDS: Final = 6 * 3600
LOCK: Final = "lock"
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
    with alone(root) as is_alone:
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
def alone(root: Path) -> Iterator[bool]:
    """Whether nobody else is at it."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (root / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
