"""Whoever keeps the site running sees what ran, what failed and what waits, and sends a failed task again."""

import json
import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from config import runs
from config.bootstrap import ROOT
from config.redis import Client, broker
from tests.config.test_traffic import ask
from tests.factories import make_member, make_moderator

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
TASK = "config.sweepers.strike"


def fail(task: str = TASK) -> runs.Failure:
    failure = runs.Failure("abc", task, "ValueError: <b>no</b>", NOW, [1], {"x": 2})
    runs.note_run(task, outcome=runs.FAILED, seconds=0.1, now=NOW, failure=failure)
    return failure


@pytest.fixture
def administrator(client: Browser) -> Browser:
    client.force_login(make_member("ada", is_staff=True, is_superuser=True))
    return client


def test_runs_are_counted_and_the_last_is_kept(redis: Client) -> None:
    fail()
    runs.note_run(TASK, outcome=runs.DONE, seconds=1.5, now=NOW)

    [run] = runs.last_runs().values()

    assert (run.outcome, run.seconds, run.done_count, run.failed_count) == (runs.DONE, 1.5, 1, 1)
    assert runs.failures() == [
        runs.Failure("abc", TASK, "ValueError: <b>no</b>", NOW, [1], {"x": 2})
    ]


def test_the_oldest_message_says_how_long_the_queue_is(redis: Client) -> None:
    assert {(one.length, one.age) for one in runs.queues(now=timezone.now())} == {(0, None)}
    for age in (600, 5):  # the first that was sent waits at the end of the list
        message = {"headers": {runs.SENT_AT: time.time() - age}}
        broker().lpush(runs.queue_key("texts"), json.dumps(message))

    (queue,) = (one for one in runs.queues(now=timezone.now()) if one.length)

    assert (queue.name, queue.length) == ("texts", 2)
    assert queue.age is not None
    assert queue.age == pytest.approx(timedelta(seconds=600), abs=timedelta(seconds=30))


def test_page_shows_the_schedule_and_what_failed(administrator: Browser, redis: Client) -> None:
    fail()

    text = administrator.get(reverse("operations")).content.decode()

    assert "ValueError: &lt;b&gt;no&lt;/b&gt;" in text
    assert f"<code>{TASK}</code>" in text
    assert "counting.tasks.drain_all" in text


def test_failed_task_is_sent_again_once(
    administrator: Browser, redis: Client, settings: Settings
) -> None:
    fail()
    address = reverse("operations-retry", kwargs={"failure_id": "abc"})

    first = administrator.post(address, follow=True).content.decode()
    second = administrator.post(address, follow=True).content.decode()

    assert "was sent again" in first
    assert "not known any more" in second
    assert runs.failures() == []
    [message] = broker().lrange(runs.queue_key("celery"), 0, -1)
    assert json.loads(message)["headers"]["task"] == TASK


@pytest.mark.parametrize("who", ["mona", "bob", None])
def test_nobody_else_sees_or_sends(client: Browser, redis: Client, who: str | None) -> None:
    fail()
    if who:
        client.force_login(make_moderator(who) if who == "mona" else make_member(who))

    assert client.get(reverse("operations")).status_code in (302, 403)
    assert client.post(reverse("operations-retry", kwargs={"failure_id": "abc"})).status_code in (302, 403)  # fmt: skip
    assert len(runs.failures()) == 1


def test_without_the_broker_the_page_says_so_and_tasks_go_on(
    administrator: Browser, redis_down: None
) -> None:
    fail()

    answer = administrator.get(reverse("operations"))

    assert answer.status_code == 200
    assert "cannot be reached" in answer.content.decode()


def test_dashboard_draws_what_the_site_tells(
    client: Browser, redis: Client, settings: Settings
) -> None:
    settings.METRICS_TOKEN = "token"
    fail()
    ask("/")
    text = client.get("/metrics", headers={"Authorization": "Bearer token"}).content.decode()
    told = set(re.findall(r"^(broadsheet_\w+)\{", text, re.MULTILINE))
    drawn = set(
        re.findall(r"broadsheet_\w+", (ROOT / "deploy/grafana/broadsheet.json").read_text())
    )

    assert drawn - told == set()
    assert told - drawn == set()
