"""`manage.py site_role NAME`: give a role of PostgreSQL what the site needs to serve; run by the owner of the tables."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.rights import RightsError, let_serve


class Command(BaseCommand):
    help = "Let a role of PostgreSQL read and write the site's rows, and nothing else. Run by the owner of the tables, after `migrate`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role")
        parser.add_argument("--password-from", metavar="VARIABLE", help="environment variable with the password of a role that is made, or gets it")  # fmt: skip

    def handle(self, *_args: Any, **options: Any) -> None:
        """Says what was done. Safe to run again."""
        variable = options["password_from"]
        password = os.environ.get(variable, "") if variable else ""
        if variable and not password:
            raise CommandError(f"{variable} is not set.")
        try:
            let_serve(options["role"], password=password)
        except RightsError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['role']} may read and write rows; tables remain with who ran this.")  # fmt: skip
