"""`manage.py rebuild_read_more`: build all lists under posts anew."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from feed import tasks
from feed.read_more import rebuild

BAR_WIDTH = 30
LOOK_SECONDS = 0.5


class Command(BaseCommand):
    """Asks the workers, helps them, and shows how far they are. Goes on where an earlier call stopped."""

    help = "Build all Read More lists anew, with the help of the Celery workers; may be stopped and started again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workers", type=int, default=2, help="tasks to start side by side")
        parser.add_argument(
            "--alone", action="store_true", help="build in this process only, without Celery"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        run = rebuild.open_run(now=timezone.now())
        if not options["alone"]:
            for _ in range(options["workers"]):
                tasks.rebuild_read_more.delay_on_commit(run.pk)
        started, before = time.monotonic(), rebuild.progress(run).done
        while not rebuild.finish_when_done(run, now=timezone.now()):
            if not rebuild.build_chunk(run, now=timezone.now()):
                time.sleep(LOOK_SECONDS)
            self._show(rebuild.progress(run))
        done = rebuild.progress(run)
        self._show(done)
        seconds = time.monotonic() - started
        self.stdout.write(f"\n{done.done - before} lists in {seconds:.1f} s")

    def _show(self, found: rebuild.Progress) -> None:
        filled = BAR_WIDTH * found.done // max(found.total, 1)
        bar = "█" * filled + "·" * (BAR_WIDTH - filled)
        self.stderr.write(f"\r{bar} {found.done:,} of {found.total:,} ", ending="")
        self.stderr.flush()
