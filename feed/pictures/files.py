"""The files of a picture, from the first to the last."""

from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from feed.models import Image
from feed.text.renditions import avif_name, master_name


def names_of(image: Image) -> set[str]:
    """Every file that this picture has or may have, also those that a task was stopped in the middle of."""
    widest = str(image.file.name or "")
    webp = {item["name"] for item in image.renditions} | {widest} - {""}
    return webp | {avif_name(name) for name in webp} | ({master_name(widest)} if widest else set())


def write(name: str, data: bytes) -> None:
    """Store a file under this very name, in place of what a stopped task may have left there."""
    default_storage.delete(name)
    default_storage.save(name, ContentFile(data))


def remove(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)


def remove_with_row(instance: Image, **_signal: Any) -> None:
    """Remove the files of a picture whose row is gone for good, whoever deleted it: a member's rows go by cascade."""
    names = names_of(instance)
    transaction.on_commit(lambda: remove(names), robust=True)
