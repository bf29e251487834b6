"""The whole site into one file."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from exchange.archive.writing import row_counts, snapshot, write_archive
from exchange.archive.wxr import count_posts, write_wxr
from exchange.errors import ExchangeError
from feed.selectors.site import site_settings

OnRows = Callable[[int], None]


def export_site(target: Path, *, now: datetime, start: Callable[[int], OnRows]) -> tuple[Path, int]:
    """Write an archive; nobody but the owner of the process may read it, since it holds accounts.

    Args:
        target: a file that does not exist yet, or a folder, in which the archive gets a name of its own.
        now: when it is made.
        start: told how many rows there are; returns what is told of each batch.

    Returns:
        The file, and how many rows are in it.

    Raises:
        ExchangeError: the file exists, or cannot be written.
    """
    file = target / f"broadsheet-{now:%Y-%m-%d-%H%M%S}.zip" if target.is_dir() else target

    def write(opened: IO[bytes]) -> int:
        with snapshot():
            counts = row_counts()
            total = sum(counts.values())
            write_archive(
                opened, site=settings.BASE_URL, now=now, on_rows=start(total), counts=counts
            )
        return total

    return file, write_new(file, write)


def export_wxr(target: Path, *, start: Callable[[int], OnRows]) -> int:
    """What strangers read, in WordPress's format; returns how many posts. Raises ExchangeError."""

    def write(opened: IO[bytes]) -> int:
        with snapshot():
            total = count_posts()
            site = settings.BASE_URL.rstrip("/")
            write_wxr(opened, name=site_settings().name, site=site, on_rows=start(total))
        return total

    return int(write_new(target, write))


def write_new(file: Path, write: Callable[[IO[bytes]], Any]) -> Any:
    """Let `write` fill a new file; one that could not be finished is removed. Raises ExchangeError."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise ExchangeError(f"{file} exists: name a new file.") from error
    except OSError as error:
        raise ExchangeError(f"{file} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "wb") as opened:
            return write(opened)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
