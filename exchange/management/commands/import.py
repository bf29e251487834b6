"""`manage.py import FILE|URL`: see exchange.services and docs/import-export.md."""  # noqa: N999

from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from config.progress import Progress
from exchange.errors import ExchangeError
from exchange.services.desk import Choices, Report
from exchange.services.downloading import downloaded
from exchange.services.importing import import_file
from exchange.services.restoring import restore_site
from feed.fetching.errors import FetchError

ZIP = b"PK\x03\x04"
SHOWN_NOTES = 30


class Command(BaseCommand):
    help = (
        "Take in an archive of Broadsheet, or an export of WordPress (WXR), Ghost, RSS, Atom or JSON Feed. "
        "The same command again goes on after a crash, or changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="a file, or the address of one")
        parser.add_argument("--dry-run", action="store_true", help="read everything, write nothing")
        parser.add_argument("--author", default="", help="member for texts without an author")
        parser.add_argument(
            "--category",
            default="Archive",
            help="section for texts without one; made if there is none",
        )
        parser.add_argument(
            "--language", default="", choices=["", *dict(settings.LANGUAGES)], help="of the texts"
        )
        parser.add_argument(
            "--name", default="", help="of the source, where the file does not tell its address"
        )
        parser.add_argument("--report", type=Path, help="file for all that was not understood")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._run(options["source"], options)
        except (ExchangeError, FetchError) as error:
            raise CommandError(str(error)) from error

    def _run(self, source: str, options: dict[str, Any]) -> None:
        author = options["author"]
        if author and not User.objects.filter(username__iexact=author).exists():
            raise CommandError(f"There is no member {author}.")
        with downloaded(source) as path:
            if not path.is_file():
                raise CommandError(f"There is no file {path}.")
            with path.open("rb") as file:
                is_archive = file.read(4) == ZIP
            if is_archive:
                self._restore(path, is_dry=options["dry_run"])
            else:
                self._import(path, options)

    def _import(self, path: Path, options: dict[str, Any]) -> None:
        choices = Choices(
            options["name"],
            options["category"],
            options["author"],
            options["language"],
            options["dry_run"],
        )
        bar = Progress(self.stdout, "Importing", total=path.stat().st_size // 1000)
        try:
            with path.open("rb") as file:
                report = import_file(cast("IO[bytes]", Watched(file, bar)), choices=choices)
        except BaseException:
            bar.abandon()
            raise
        bar.finish(_summary(report, is_dry=choices.is_dry))
        self._tell(report, options["report"])

    def _tell(self, report: Report, file: Path | None) -> None:
        lines = [f"line {line}: {words}" if line else words for line, words in report.notes]
        if file:
            file.write_text("".join(f"{line}\n" for line in lines))
        for line in lines[:SHOWN_NOTES]:
            self.stdout.write(f"  {line}")
        rest = len(lines) + report.more_notes - SHOWN_NOTES
        if rest > 0:
            self.stdout.write(f"  … and {rest} more; --report FILE writes them down")

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


class Watched:
    """A file that moves a bar as it is read."""

    def __init__(self, file: IO[bytes], bar: Progress) -> None:
        self._file = file
        self._bar = bar
        self._seen = 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        done = self._file.tell() // 1000
        if done > self._seen:
            self._bar.advance(done - self._seen)
            self._seen = done
        return data

    def seek(self, place: int) -> int:
        return self._file.seek(place)


def _summary(report: Report, *, is_dry: bool) -> str:
    names = ("posts", "comments", "members", "categories", "pictures")
    found = ", ".join(f"{report.counts[name]} {name}" for name in names if report.counts[name])
    if is_dry:
        return f"The file holds {found or 'nothing'}; nothing was written"
    return (
        f"Imported {found}; pictures come by tasks" if found else "Nothing new; nothing was changed"
    )
