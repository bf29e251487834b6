"""`manage.py settings_table`: every variable that the site reads, as a Markdown table."""

from typing import Any

from django.core.management.base import BaseCommand

from config.environment import ROOT, VARIABLES, Variable

HEADER = ("| variable | meaning | default |", "| --- | --- | --- |")


class Command(BaseCommand):
    help = "Print every environment variable that the site reads, as a Markdown table."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(settings_table())


def settings_table() -> str:
    return "\n".join((*HEADER, *map(_row, VARIABLES)))


def _row(variable: Variable) -> str:
    shown = str(variable.default).removeprefix(f"{ROOT}/")
    if variable.default in (None, ()):
        shown = ""
    return f"| `{variable.name}` | {variable.meaning} | {f'`{shown}`' if shown else ''} |"
