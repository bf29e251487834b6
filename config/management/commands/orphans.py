"""`manage.py orphans [--remove]`: see config.orphans."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.orphans import orphans


class Command(BaseCommand):
    help = "Name the pictures and private files that no row names, two days old or older; with --remove they go."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="remove them")

    def handle(self, *_args: Any, remove: bool, **_options: Any) -> None:
        count = 0
        try:
            found = orphans(now=timezone.now())
            for count, (storage, name) in enumerate(found, start=1):  # noqa: B007  (told below)
                self.stdout.write(name)
                if remove:
                    storage.delete(name)
        except OSError as error:
            raise CommandError(f"{error} Run this again: it goes on.") from error
        self.stdout.write(f"{count} {'removed' if remove else 'found'}.")
