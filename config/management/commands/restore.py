"""`manage.py restore FOLDER`: see config.backup."""

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup import BackupError, fingerprint, restore
from config.sealing import opened


class Command(BaseCommand):
    help = "Fill an empty database and the media from a backup."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--key", type=Path, help="file with age’s key, for an encrypted backup")

    def handle(self, *_args: Any, folder: Path, key: Path | None, **_options: Any) -> None:
        try:
            with opened(folder, key_file=key) as plain:
                self._run(plain)
        except BackupError as error:
            raise CommandError(str(error)) from error

    def _run(self, folder: Path) -> None:
        manifest = restore(folder, url=os.environ["DATABASE_URL"], media=default_storage)
        self.stdout.write(
            f"{sum(manifest.rows.values())} rows and {manifest.media_count} files are back."
        )
        if manifest.fingerprint != fingerprint():
            self.stderr.write(
                "The secret key is another: sessions and links in old mail no longer work."
            )
