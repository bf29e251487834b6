"""`manage.py verify_backup FOLDER`: see config.backup."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup import BackupError, verify
from config.sealing import opened


class Command(BaseCommand):
    help = "Restore a backup into a temporary database and compare."
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
        wrong = verify(folder, url=os.environ["DATABASE_URL"])
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write("The backup is sound.")
