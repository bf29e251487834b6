"""`manage.py import FILE`: see exchange.services."""  # noqa: N999

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.progress import Progress
from exchange.errors import ExchangeError
from exchange.services.restoring import restore_site


class Command(BaseCommand):
    help = "Take in an archive of Broadsheet; the same command again goes on after a crash, or changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="a file")
        parser.add_argument("--dry-run", action="store_true", help="read everything, write nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        path = Path(options["source"])
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            self._restore(path, is_dry=options["dry_run"])
        except ExchangeError as error:
            raise CommandError(str(error)) from error

    def _restore(self, path: Path, *, is_dry: bool) -> None:
        bars: list[Progress] = []

        def start(total: int) -> Callable[[int], None]:
            bars.append(Progress(self.stdout, "Importing", total=total))
            return bars[0].advance

        found = restore_site(path, now=timezone.now(), start=start, is_dry=is_dry)
        words = f"{found.rows} rows and {found.files} files"
        if not found.is_new:
            self.stdout.write(f"This archive was imported before; nothing was changed ({words}).")
        elif is_dry:
            self.stdout.write(f"The archive holds {words}; nothing was written.")
        else:
            bars[0].finish(f"Imported {words}")
