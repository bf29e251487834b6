"""`manage.py demo`: the newspaper of an invented town, for looking around."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.progress import Progress
from demo.accounts import DEMO_ACCOUNTS
from demo.errors import DemoError, NotEmptyError, RefusedError
from demo.reading import read_content
from demo.services.clearing import clear
from demo.services.loading import Loaded, is_empty, load
from demo.services.pictures import jobs


class Command(BaseCommand):
    help = "Fill an empty database with the newspaper of an invented town."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where there is content already"
        )
        parser.add_argument(
            "--reset", action="store_true", help="delete all content of this site, then load"
        )
        parser.add_argument("--yes", action="store_true", help="with --reset: do not ask")
        parser.add_argument("--without-pictures", action="store_true", help="load the words only")
        parser.add_argument("--force", action="store_true", help="also in production")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._run(options)
        except DemoError as error:
            raise CommandError(str(error)) from error

    def _run(self, options: dict[str, Any]) -> None:
        if options["if_empty"] and not options["reset"] and not is_empty():
            self.stdout.write("The database has content; no demo was loaded.")
            return
        _refuse_production(is_forced=options["force"])
        if options["reset"]:
            self._reset(asks=not options["yes"])
        elif not is_empty():
            raise NotEmptyError(
                "This database has members or posts. The demo is loaded into an empty one only; "
                "`manage.py demo --reset` deletes everything first."
            )
        self._load(has_pictures=not options["without_pictures"])

    def _reset(self, *, asks: bool) -> None:
        if asks and not _is_sure():
            raise RefusedError("Nothing was deleted.")
        self.stdout.write(f"✓ Deleted all content, {clear()} files")

    def _load(self, *, has_pictures: bool) -> None:
        content = read_content() if has_pictures else read_content().without_pictures()
        bar = Progress(self.stdout, "Loading the demo", total=len(jobs(content)))
        try:
            loaded = load(content, now=timezone.now(), on_picture=bar.advance)
        except BaseException:
            bar.abandon()
            raise
        bar.finish(_summary(loaded))
        if settings.IS_PRODUCTION:
            names = ", ".join(username for username, _password, _role in DEMO_ACCOUNTS)
            self.stdout.write(
                f"  In production the demo's members ({names}, …) have no passwords: "
                "`manage.py changepassword` gives one."
            )


def _refuse_production(*, is_forced: bool) -> None:
    if settings.IS_PRODUCTION and not is_forced:
        raise RefusedError("These are production settings; --force loads the demo all the same.")


def _is_sure() -> bool:
    print("This deletes every member, post, comment, sponsor and picture of this site.")
    try:
        return input("Write yes to go on: ").strip().lower() == "yes"
    except EOFError:
        return False


def _summary(loaded: Loaded) -> str:
    return (
        f"Loaded the demo: {loaded.posts} posts, {loaded.comments} comments, "
        f"{loaded.members} members, {loaded.pictures} pictures"
    )
