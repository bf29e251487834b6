"""Pictures and private files that no row names: what was deleted while the disk or the object store could not be reached, or left by a killed process.

Looked at are the folders that columns of files write into: what else somebody keeps beside them is not the site's. A worker removes the old ones each night. It stops where there are many: then the database is hardly that of the files, and
only a person can tell (`manage.py orphans --remove`).
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.apps import apps
from django.core.files.storage import Storage, storages
from django.db.models import FileField

from config.storage import every_file
from exchange.archive.writing import snapshot
from feed.models import Image
from feed.pictures.files import names_of

STORES: Final = ("default", "private")
# A row is written after its files, by an import hours after.
PATIENCE: Final = timedelta(days=2)
# Where an older database was restored, a newer one may still be found, which names what came since.
NIGHTLY_PATIENCE: Final = timedelta(days=30)
# Two pictures in all their sizes; or this share of all that is named, if it is more.
A_FEW: Final = 20
FEW_RATE: Final = 0.1

logger = logging.getLogger(__name__)


class TooManyOrphansError(Exception):
    """So many files are named by no row that the database may be another site's, or empty; the message says what to do."""


def orphans(*, now: datetime) -> Iterator[tuple[Storage, str]]:
    """Files that are older than PATIENCE and that no row names, and where they lie, folder by folder. Holds the names of all that are named."""
    return _unnamed(_named(), before=now - PATIENCE)


def remove_old(*, now: datetime) -> int:
    """Remove those that are older than NIGHTLY_PATIENCE; how many they were.

    Raises:
        TooManyOrphansError: there are more than a few; nothing is removed.
        OSError: the disk or the object store is away; the next run goes on.
    """
    named = _named()
    found = [*_unnamed(named, before=now - NIGHTLY_PATIENCE)]
    if len(found) > max(A_FEW, len(named) * FEW_RATE):
        raise TooManyOrphansError(
            f"No row names {len(found)} files, beside {len(named)} that rows name. Is this their database?"
            " If so, remove them: manage.py orphans --remove"
        )
    for storage, name in found:
        storage.delete(name)
    if found:
        logger.info("Removed %d files that no row names, for instance %s.", len(found), found[0][1])
    return len(found)


def _named() -> set[str]:
    """Every name in a column of files, and the renditions of pictures, which are in none; all of one moment."""
    with snapshot():
        return {*_in_columns(), *_of_renditions()}


def _in_columns() -> Iterator[str]:
    for field in _columns():
        yield from field.model._base_manager.values_list(field.name, flat=True).iterator()


def _of_renditions() -> Iterator[str]:
    for image in Image.objects.iterator():
        yield from names_of(image)


def _unnamed(named: set[str], *, before: datetime) -> Iterator[tuple[Storage, str]]:
    return (
        (storage, name)
        for storage in map(storages.__getitem__, STORES)
        for folder in _folders()
        for name in every_file(storage, folder)
        if name not in named and _is_older(storage, name, before)
    )


def _folders() -> list[str]:
    """Where a new file would lie, the first part of its name."""
    names = (field.generate_filename(field.model(), "new") for field in _columns())
    return sorted({name.partition("/")[0] for name in names})


def _columns() -> Iterator[FileField]:
    for model in apps.get_models():
        yield from (each for each in model._meta.concrete_fields if isinstance(each, FileField))


def _is_older(storage: Storage, name: str, instant: datetime) -> bool:
    """False for one that has gone meanwhile."""
    try:
        return storage.get_modified_time(name) < instant
    except FileNotFoundError:
        return False
