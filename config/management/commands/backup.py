"""`manage.py backup FOLDER`: see config.backup."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.backup import BackupError, back_up
from config.sealing import seal


class Command(BaseCommand):
    help = "Write the database and the media into a new folder, encrypted where BROADSHEET_BACKUP_KEY is set."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *_args: Any, folder: Path, **_options: Any) -> None:
        try:
            self._run(folder)
        except BackupError as error:
            raise CommandError(str(error)) from error

    def _run(self, folder: Path) -> None:
        manifest = back_up(
            folder, url=os.environ["DATABASE_URL"], media=default_storage, now=timezone.now()
        )
        if settings.BACKUP_KEY:
            seal(folder, key=settings.BACKUP_KEY)
        self.stdout.write(
            f"{sum(manifest.rows.values())} rows and {manifest.media_count} files are in {folder}."
        )
