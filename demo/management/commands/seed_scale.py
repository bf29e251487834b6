"""`manage.py seed_scale`: a site of any size, to measure on."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.progress import Progress
from demo.errors import DemoError
from demo.scale.copying import fill, total_rows
from demo.scale.shape import Scale


class Command(BaseCommand):
    help = "Fill an empty database with as many posts, comments, members and views as you say, the same each time."

    def add_arguments(self, parser: CommandParser) -> None:
        for name, default in (("posts", 2_000), ("comments", 10_000), ("members", 500)):
            parser.add_argument(f"--{name}", type=int, default=default)
        parser.add_argument("--views", type=int, default=20_000, help="in sum, over all posts")
        parser.add_argument("--force", action="store_true", help="also in production")

    def handle(self, *_args: Any, **options: Any) -> None:
        scale = Scale(**{name: options[name] for name in ("posts", "comments", "members", "views")})
        if min(scale.posts, scale.members) < 1 or min(scale.comments, scale.views) < 0:
            raise CommandError("At least one post and one member are needed, and nothing negative.")
        if settings.IS_PRODUCTION and not options["force"]:
            raise CommandError(
                "These are production settings; --force fills the database all the same."
            )
        bar = Progress(self.stdout, "Writing rows", total=total_rows(scale))
        try:
            fill(scale, advance=bar.advance)
        except DemoError as error:
            bar.abandon()
            raise CommandError(str(error)) from error
        bar.finish(f"Wrote {total_rows(scale)} rows")
