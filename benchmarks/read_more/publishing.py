"""How soon a published post has its list, and stands in those of its neighbours: a real broker and a real Celery worker.

Pairs of posts about the same are published one after the other on a site of a thousand posts. The time runs from the commit of
the second until its list names the first, and the first's list names it.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any, Final

from benchmarks.errors import CannotMeasureError
from benchmarks.read_more.growth import site_of
from config.bootstrap import ROOT

POSTS: Final = 1_000
# All are about much the same: more of them would crowd each other out of lists of twenty.
PAIRS: Final = 8
PATIENCE_SECONDS: Final = 60.0
LOOK_SECONDS: Final = 0.02


def measure_publishing(*, is_quick: bool) -> dict[str, Any]:
    """Seconds until both lists are there; `within_5_s`: whether all of them were."""
    pairs = 5 if is_quick else PAIRS
    with site_of(POSTS) as environ:
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "config.celery",
            "worker",
            "--concurrency=1",
        ]
        quiet = subprocess.DEVNULL
        worker = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=quiet, stderr=quiet)
        try:
            run = [sys.executable, "-m", "benchmarks.read_more.publishing", str(pairs)]
            done = subprocess.run(
                run, cwd=ROOT, env=environ, check=True, stdout=subprocess.PIPE, text=True
            )
        finally:
            worker.terminate()
            worker.wait(30)
    seconds = [float(each) for each in done.stdout.split()]
    return {
        "published": len(seconds),
        "median_seconds": round(median(seconds), 2),
        "slowest_seconds": round(max(seconds), 2),
        "within_5_s": max(seconds) <= 5,
    }


def main(pairs: int) -> None:
    """Publish and wait, in the site's settings; the first pair warms the worker up and is not told."""
    import django

    django.setup()
    for number in range(pairs + 1):
        seconds = _publish_pair(number)
        if number:
            print(seconds, flush=True)


def _publish_pair(number: int) -> float:
    first, second = (_publish(number, side) for side in range(2))
    started = time.monotonic()
    _wait(lambda: second in _recommended(first) and first in _recommended(second), started)
    return round(time.monotonic() - started, 3)


def _publish(number: int, side: int) -> int:
    from accounts.models import TrustLevel, User
    from feed.models import Category
    from feed.services.publishing import PostDraft, create_post, publish_post

    author, _is_new = User.objects.get_or_create(
        username=f"publisher{number}-{side}", defaults={"trust_level": TrustLevel.LEADER}
    )
    subject = f"lighthouse{number} keeper{number} lantern{number} reef{number}"
    own = " ".join(f"word{number}x{side}x{each}" for each in range(30))
    draft = PostDraft(
        title=f"The {subject} of the coast",
        body=f"The {subject} was seen again, said the harbour master. {own}",
        category=Category.objects.order_by("pk")[0],
    )
    post = create_post(author=author, draft=draft)
    publish_post(post, actor=author)
    return post.pk


def _recommended(pk: int) -> list[int]:
    from feed.models import ReadMoreList

    rows = ReadMoreList.objects.filter(post=pk).values_list("recommended", flat=True)
    return list(rows.first() or ())


def _wait(holds: Callable[[], bool], started: float) -> None:
    while not holds():
        if time.monotonic() - started > PATIENCE_SECONDS:
            raise CannotMeasureError("the worker does not build the lists")
        time.sleep(LOOK_SECONDS)


if __name__ == "__main__":
    main(int(sys.argv[1]))
