"""`manage.py export FILE|FOLDER`: see exchange.services.exporting."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.progress import Progress
from exchange.errors import ExchangeError
from exchange.services.exporting import export_site, export_wxr


class Command(BaseCommand):
    help = "Write the whole site, members and pictures included, into one file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, help="a new file, or a folder")
        parser.add_argument(
            "--format", choices=["archive", "wxr"], default="archive",
            help="wxr: what strangers read, as WordPress exports it",
        )  # fmt: skip

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._run(options["target"], is_wxr=options["format"] == "wxr")
        except ExchangeError as error:
            raise CommandError(str(error)) from error

    def _run(self, target: Path, *, is_wxr: bool) -> None:
        bars: list[Progress] = []

        def start(total: int) -> Callable[[int], None]:
            bars.append(Progress(self.stdout, "Exporting", total=total))
            return bars[0].advance

        if is_wxr:
            posts = export_wxr(target, start=start)
            bars[0].finish(f"{posts} posts are in {target}")
            return
        file, count = export_site(target, now=timezone.now(), start=start)
        bars[0].finish(
            f"{count} rows are in {file}; it holds accounts, so keep it as safe as a backup"
        )
