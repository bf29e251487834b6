"""A post is published, and a real worker, told by a real broker, builds its list and those that it enters."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.db import connection

from config.bootstrap import ROOT
from config.celery import app
from config.redis import Client as Redis
from feed.models import Post, ReadMoreList
from feed.services.publishing import publish_post
from tests.factories import make_member, make_post

# The command `bench_read_more publishing` says how long it takes; here only that it comes about, on a busy machine too.
PATIENCE_SECONDS = 60
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(200)]


@pytest.fixture
def worker(redis: Redis) -> Iterator[None]:
    """On this test's database and broker; meanwhile messages are sent, not done at once."""
    name = connection.settings_dict["NAME"]
    url = urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}").geturl()
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--pool=solo", "--without-gossip"],
        cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    app.conf.task_always_eager = False
    try:
        yield
    finally:
        app.conf.task_always_eager = True
        process.kill()
        process.wait(10)


def test_a_published_post_gets_its_list_and_enters_that_of_its_neighbour(worker: None) -> None:
    first, second = (draft(number) for number in range(2))

    for post in (first, second):
        publish_post(post, actor=post.author)

    built = ([second.pk], [first.pk])
    assert eventually(lambda: (recommended(first), recommended(second)), wanted=built) == built


def draft(number: int) -> Post:
    return make_post(
        author=make_member(f"writer{number}"),
        title=f"Tram budget {number}",
        body=f"The tram line over the bridge costs more. {' '.join(f'w{number}x{n}' for n in range(9))}",
        is_published=False,
    )


def recommended(post: Post) -> list[int]:
    """What stands in the post's list; nothing while it has none."""
    pks = ReadMoreList.objects.filter(post=post).values_list("recommended", flat=True)
    return list(pks.first() or ())


def eventually(look: Callable[[], object], *, wanted: object) -> object:
    """What there is as soon as it is as wanted, or when patience ends."""
    until = time.monotonic() + PATIENCE_SECONDS
    while (found := look()) != wanted and time.monotonic() < until:
        time.sleep(0.1)
    return found
