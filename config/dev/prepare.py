"""Bring the database up to date and fill an empty one: one Django process, which ends before the site starts.

Usage: python -m config.dev.prepare REPORT, where REPORT is the file that says afterwards what was found.
"""

import json
import os
import sys
from io import StringIO
from pathlib import Path

import django
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.dev import console


def main(report: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    _migrate()
    if "demo" in get_commands():
        call_command("demo", if_empty=True)
    report.write_text(json.dumps({"members": sorted(_members())}))


class _Counted(StringIO):
    """Counts the migrations that the command says it has applied."""

    def __init__(self, bar: console.Bar) -> None:
        super().__init__()
        self.bar = bar

    def write(self, text: str) -> int:
        self.bar.advance(text.count(" OK"))
        return len(text)


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        console.step("The database is up to date")
        return
    bar = console.Bar("Migrating the database", total=len(plan))
    call_command("migrate", interactive=False, skip_checks=True, stdout=_Counted(bar))
    bar.finish(f"Migrated the database, {len(plan)} steps")


def _members() -> list[str]:
    """Which of the demo accounts exist here: a site of one's own has none."""
    try:
        from demo.accounts import DEMO_ACCOUNTS
    except ModuleNotFoundError:
        return []
    names = [username for username, _, _ in DEMO_ACCOUNTS]
    return list(
        get_user_model().objects.filter(username__in=names).values_list("username", flat=True)
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
