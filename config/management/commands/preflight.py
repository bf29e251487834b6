"""`manage.py preflight`: before an upgrade, with the new version's code: what would lock, break or be unsafe."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from config.preflight.advice import wanting
from config.preflight.changes import Effect, Risk
from config.preflight.plan import pending, table_of


class Command(BaseCommand):
    help = "Say which migrations wait, what they lock, and which settings are missing or unsafe."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Ends with an error where the running version would fail, or where something is unsafe."""
        count, found = pending()
        told = [line for risk in found if (line := self._line(risk))]
        self.stdout.write(f"Migrations that wait: {count}; operations that need care: {len(told)}.")
        for line in told:
            self.stdout.write(f"  {line}")
        advice = wanting()
        self.stdout.write(f"Settings that need care: {len(advice)}.")
        for one in advice:
            self.stdout.write(f"  {'must' if one.must else 'should'}: {one.name}: {one.text}")
        grave = sum(one.must for one in advice)
        grave += sum(risk.effect is Effect.BREAKS for risk in found if self._line(risk))
        if grave:
            raise CommandError(f"{grave} of these must be mended before this version goes on line.")
        self.stdout.write("Nothing speaks against going on line.")

    def _line(self, risk: Risk) -> str:
        """Empty where the table is not there yet: nobody waits for it."""
        change, table = risk.change, table_of(risk)
        if table is None and change.model and risk.effect is not Effect.UNTOLD:
            return ""
        where = f" on {table.name} (about {table.rows:,} rows, {filesizeformat(table.size_bytes)})" if table else ""  # fmt: skip
        what = change.operation.describe()
        return f"{change.migration}: {what}{where} {risk.effect}: {risk.advice}."
