"""`manage.py recount`: recompute every stored total from the rows below it, and say where they differ."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from counting.recounting import TOTALS

SHOWN = 10


class Command(BaseCommand):
    help = (
        "Recompute every stored total from the rows below it. Nothing to change is the only good answer: "
        "otherwise the exit status is 1, unless --fix puts it right."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="put the stored totals right")

    def handle(self, *_arguments: Any, fix: bool, **_options: Any) -> None:
        found = {total.name: total.fix() if fix else total.differences() for total in TOTALS}
        for name, wrong in found.items():
            self.stdout.write(f"{name:<44}{len(wrong):>8} {'mended' if fix else 'wrong'}")
            for one in wrong[:SHOWN]:
                self.stdout.write(f"    {one.key}: stored {one.stored}, counted {one.counted}")
            if len(wrong) > SHOWN:
                self.stdout.write(f"    and {len(wrong) - SHOWN} more")
        counts = {name: len(wrong) for name, wrong in found.items()}
        self.stdout.write(json.dumps({"totals": counts, "fixed": fix}))
        if any(counts.values()) and not fix:
            sys.exit(1)
