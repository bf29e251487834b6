"""Give all websites of a list a standing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from feed.models import ContactStanding
from feed.services.contacts import import_domains


class Command(BaseCommand):
    """`python3 manage.py import_domains blocklist.txt --standing blocked --reason "phishing"`."""

    help = "Give all websites of a list (hosts, a hosts file or a filter list) a standing; blocked ones are refused."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="text file, one website a line")
        standings = [each.value for each in ContactStanding if each != ContactStanding.UNKNOWN]
        parser.add_argument("--standing", choices=standings, default=ContactStanding.BLOCKED)
        parser.add_argument("--reason", default="", help="shown to who uses such an address")
        parser.add_argument("--source", default="", help="name of the list; the file's by default")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["path"]
        try:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}") from error
        count = import_domains(
            lines,
            standing=ContactStanding(options["standing"]),
            source=options["source"] or path.name,
            reason=options["reason"],
        )
        if not count:
            raise CommandError(f"{path} names no website")
        self.stdout.write(f"{count} websites are {options['standing']}.")
