"""Fields for the name of a file. A leaf: imports nothing of ours."""

from typing import Any

from django.db import models
from django.db.models.fields.files import FieldFile, FileDescriptor, ImageFileDescriptor


class _NameStays(FileDescriptor):
    """Django keeps the file beside the row and the row in the file: a circle, which only the collector ends. Here the row keeps the
    name, and whoever asks is given a file of his own, unless one waits there to be stored.
    """

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        found = super().__get__(instance, cls)
        if isinstance(found, FieldFile) and found._committed:  # type: ignore[attr-defined]  # not in its stubs
            instance.__dict__[self.field.attname] = found.name
        return found


class _ImageNameStays(_NameStays, ImageFileDescriptor):
    pass


class FileField(models.FileField):
    """As Django's, in migrations too; a row that was asked for its file goes as soon as nobody needs it."""

    descriptor_class = _NameStays

    def deconstruct(self) -> Any:
        name, _path, *rest = super().deconstruct()
        return (name, "django.db.models.FileField", *rest)


class ImageField(models.ImageField):
    """As FileField."""

    descriptor_class = _ImageNameStays

    def deconstruct(self) -> Any:
        name, _path, *rest = super().deconstruct()
        return (name, "django.db.models.ImageField", *rest)
