"""`manage.py move_media bucket|folders`: see config.moving."""

from typing import Any, Final

from django.conf import settings
from django.core.files.storage.handler import StorageHandler
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.moving import DiffersError, move
from config.object_store import buckets, folders

BUCKET: Final = "bucket"
KINDS: Final = ("default", "private")


class Command(BaseCommand):
    help = "Copy pictures and private files from the folders into the bucket of BROADSHEET_OBJECT_STORE, or back; as often as you like."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("where", choices=(BUCKET, "folders"), help="where they shall lie")
        parser.add_argument("--remove", action="store_true", help="remove each file from where it was, once it is there")  # fmt: skip

    def handle(self, *_args: Any, where: str, remove: bool, **_options: Any) -> None:
        if settings.OBJECT_STORE is None:
            raise CommandError("BROADSHEET_OBJECT_STORE names no bucket; this command alone may have it.")  # fmt: skip
        there, here = StorageHandler(buckets(settings.OBJECT_STORE)), StorageHandler(folders(settings.PRIVATE_ROOT))  # fmt: skip
        source, target = (here, there) if where == BUCKET else (there, here)
        for kind in KINDS:
            try:
                moved = move(source[kind], target[kind], removes=remove)
            except (DiffersError, OSError) as error:
                raise CommandError(f"{error} Run this again: it goes on.") from error
            name = "pictures" if kind == "default" else "private files"
            self.stdout.write(f"{name}: {moved.written} written, {moved.found} were there.")
