"""Those who look after the site see that counting is stuck before anybody asks."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from config.redis import Client, cache, events
from counting import tasks
from counting.health import Health, examine
from counting.kinds import REGISTRY, LedgerKind
from counting.models import BatchSequence
from counting.selectors import readers_since
from counting.tokens import make_token
from tests.counting.reporting import probe_token
from tests.counting.test_drain import report
from tests.factories import make_post

pytestmark = pytest.mark.django_db


def health(*, later: timedelta = timedelta()) -> Health:
    return examine(now=timezone.now() + later, events=events(), cache=cache())


@pytest.fixture
def waiting(redis: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """One event in a stream and one in a batch, after a drain."""
    monkeypatch.setitem(REGISTRY, "led", LedgerKind(name="led", apply=lambda _events: None))
    tasks.drain_all()
    token = make_token("led", subject=1, now=timezone.now())
    report(token, probe_token(), redis=redis)


def test_all_is_well_where_nothing_waits(redis: Client) -> None:
    tasks.drain_all()

    assert list(health(later=timedelta(hours=1)).problems()) == []


def test_waiting_for_a_moment_is_no_problem(waiting: None) -> None:
    found = health()

    assert (found.waiting, list(found.problems())) == (1, [])


def test_drain_that_does_not_run_is_a_problem(
    waiting: None, caplog: pytest.LogCaptureFixture
) -> None:
    problems = list(health(later=timedelta(minutes=5)).problems())

    assert len(problems) == 2
    assert all("30" in problem for problem in problems)  # 300 seconds


def test_stopped_kind_is_a_problem_and_logged(
    redis: Client, caplog: pytest.LogCaptureFixture
) -> None:
    BatchSequence.objects.create(kind="view", epoch="e", number=3, stopped_at=timezone.now())

    with caplog.at_level(logging.ERROR):
        tasks.raise_alarms()

    assert "view stands still" in caplog.text


def test_refused_events_are_counted_elsewhere(send: Any, redis: Client, settings: Any) -> None:
    settings.REDIS_EVENTS_URL = "unix:///nonexistent/redis.sock"
    events.cache_clear()
    try:
        response = send(probe_token(), probe_token())
        found = health()
    finally:
        events.cache_clear()

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert (found.is_answering, found.refused) == (False, 2)


def test_admin_shows_how_counting_is_doing(waiting: None, admin_client: Browser) -> None:
    page = admin_client.get(reverse("admin:counting_eventtotal_changelist"))

    assert "1 event is waiting" in " ".join(page.content.decode().split())


def test_admin_works_without_the_events_server(redis_down: None, admin_client: Browser) -> None:
    page = admin_client.get(reverse("admin:counting_eventtotal_changelist"))

    assert "does not answer" in page.content.decode()


def test_author_is_told_of_readers_and_who_came_to_the_end(redis: Client, client: Browser) -> None:
    post = make_post()
    for kind in ("view", "finish"):
        token = make_token(kind, subject=post.pk, now=timezone.now())
        report(token, redis=redis, visitor=post.author_id + 1)
    tasks.drain_all()
    client.force_login(post.author)

    page = client.get(reverse("feed:my-posts"))

    assert "1 reader, 1 to the end" in " ".join(page.content.decode().split())


def test_rankings_learn_of_distinct_readers(redis: Client) -> None:
    token = make_token("view", subject=9, now=timezone.now())
    for visitor in (1, 2, 2):
        report(token, redis=redis, visitor=visitor)
    tasks.drain_all()

    assert readers_since("view", timezone.now().date(), [8, 9]) == {9: 2}
