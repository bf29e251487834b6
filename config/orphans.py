"""Pictures that no row names: what was deleted while the disk or the object store could not be reached, or left by a killed process."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField

from config.storage import every_file
from feed.models import Image
from feed.pictures.files import names_of

# A row is written after its files, by an import hours after.
PATIENCE: Final = timedelta(days=2)


def orphans(*, now: datetime) -> Iterator[str]:
    """Names of files that are older than PATIENCE and that no row names, folder by folder. Holds the names of all that are named."""
    named = set(_named())
    for name in every_file(default_storage):
        if name not in named and _is_old(name, now):
            yield name


def _named() -> Iterator[str]:
    """Every name in a column of files, and the renditions of pictures, which are in none."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                yield from model._default_manager.values_list(field.name, flat=True).iterator()
    for image in Image.objects.iterator():
        yield from names_of(image)


def _is_old(name: str, now: datetime) -> bool:
    """False for one that has gone meanwhile."""
    try:
        return default_storage.get_modified_time(name) < now - PATIENCE
    except FileNotFoundError:
        return False
