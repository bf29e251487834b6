"""Building all lists anew: side by side, resumed after a kill, nothing twice."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from config.bootstrap import ROOT
from feed.models import Post, ReadMoreList, ReadMoreRun
from feed.read_more import rebuild, refresh
from feed.read_more.features import refresh_features
from tests.factories import make_member, make_post

OLD = datetime(2020, 1, 1, tzinfo=UTC)
# Takes a chunk, tells so, and never comes to an end.
STUCK_WORKER = """
import django, sys, time
django.setup()
from django.db import transaction
from django.utils import timezone
from feed.read_more import rebuild
run = rebuild.unfinished_run()
with transaction.atomic():
    print(rebuild.build_chunk(run, now=timezone.now(), size=3), flush=True)
    time.sleep(600)
"""


def make_stories(count: int) -> list[Post]:
    posts = [
        make_post(
            author=make_member(f"writer{number}"),
            title=f"Tram budget {number}",
            body=f"The tram line over the bridge costs more. {' '.join(f'w{number}x{n}' for n in range(9))}",
        )
        for number in range(count)
    ]
    for post in posts:
        refresh_features(post.pk, now=timezone.now())
    return posts


@pytest.mark.django_db
def test_a_run_builds_every_list_once_and_is_then_finished() -> None:
    posts = make_stories(5)
    run = rebuild.open_run(now=timezone.now())

    built = refresh.continue_run(run.pk)

    run.refresh_from_db()
    assert built == len(posts) == ReadMoreList.objects.count()
    assert run.finished_at is not None
    assert refresh.continue_run() == 0


@pytest.mark.django_db
def test_a_run_that_was_stopped_goes_on_with_what_is_left() -> None:
    make_stories(5)
    run = rebuild.open_run(now=timezone.now())
    rebuild.build_chunk(run, now=timezone.now(), size=2)

    again = rebuild.open_run(now=timezone.now() + timedelta(hours=1))

    assert again == run
    assert rebuild.progress(run) == rebuild.Progress(done=2, total=5)


@pytest.mark.django_db
def test_the_list_of_a_post_that_was_hidden_meanwhile_is_emptied() -> None:
    first, *_others = make_stories(3)
    rebuild.open_run(now=timezone.now())
    refresh.continue_run()
    Post.objects.filter(pk=first.pk).update(status="hidden")

    rebuild.open_run(now=timezone.now())
    refresh.continue_run()

    assert ReadMoreList.objects.get(post=first).items == []
    assert not ReadMoreList.objects.filter(recommended__contains=[first.pk]).exists()


@pytest.mark.django_db
def test_the_command_builds_all_and_says_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    make_stories(4)

    call_command("rebuild_read_more", "--alone")

    told = capsys.readouterr()
    assert "4 lists in" in told.out
    assert "4 of 4" in told.err
    assert ReadMoreRun.objects.get().finished_at is not None


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work_and_do_nothing_twice() -> None:
    posts = make_stories(12)
    run = rebuild.open_run(now=timezone.now())

    def work(_number: int) -> int:
        try:
            built = 0
            while found := rebuild.build_chunk(run, now=timezone.now(), size=2):
                built += found
            return built
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        shares = list(workers.map(work, range(2)))

    assert sum(shares) == len(posts)
    assert rebuild.finish_when_done(run, now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_build_one_list_leave_one() -> None:
    [first, *_others] = make_stories(4)

    def work(_number: int) -> None:
        try:
            refresh.refresh_list(first.pk, now=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as workers:
        list(workers.map(work, range(3)))

    assert ReadMoreList.objects.filter(post=first).count() == 1
    assert len(ReadMoreList.objects.get(post=first).items) >= 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_mid_rebuild_loses_and_doubles_nothing() -> None:
    posts = make_stories(8)
    ReadMoreList.objects.update(built_at=OLD)
    run = rebuild.open_run(now=timezone.now())
    worker = _stuck_worker()
    assert worker.stdout is not None
    assert worker.stdout.readline() == "3\n"
    taken_by_others = rebuild.build_chunk(run, now=timezone.now(), size=100)

    worker.send_signal(signal.SIGKILL)
    worker.wait(10)
    worker.stdout.close()
    while not rebuild.finish_when_done(run, now=timezone.now()):
        rebuild.build_chunk(run, now=timezone.now())

    assert taken_by_others == 5
    assert ReadMoreList.objects.count() == len(posts)
    assert all(one.built_at >= run.started_at for one in ReadMoreList.objects.all())


@pytest.mark.django_db
def test_the_sweeper_builds_the_neighbours_that_a_killed_worker_did_not_come_to() -> None:
    old, new = make_stories(2)
    ReadMoreList.objects.create(post=old, engine="", built_at=OLD)
    Post.objects.update(read_more_due=False)
    killed_at = timezone.now() - 2 * refresh.LEFT_AFTER
    refresh.refresh_list(new.pk, now=killed_at, is_to_spread=True)
    before = ReadMoreList.objects.get(post=old).recommended

    swept = [refresh.refresh_due() for _ in range(2)]

    assert (before, ReadMoreList.objects.get(post=old).recommended) == ([], [new.pk])
    assert swept == [1, 0]


def _stuck_worker() -> subprocess.Popen[str]:
    """A process of its own on this test's database."""
    name = connection.settings_dict["NAME"]
    url = urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}").geturl()
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": url}
    return subprocess.Popen(
        [sys.executable, "-c", STUCK_WORKER],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
    )
