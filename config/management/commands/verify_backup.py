"""`manage.py verify_backup FOLDER`: see config.backup."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup import BackupError, verify


class Command(BaseCommand):
    help = "Restore a backup into a temporary database and compare."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *_args: Any, folder: Path, **_options: Any) -> None:
        try:
            self._run(folder)
        except BackupError as error:
            raise CommandError(str(error)) from error

    def _run(self, folder: Path) -> None:
        wrong = verify(folder, url=os.environ["DATABASE_URL"])
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write(f"{folder} is sound.")
