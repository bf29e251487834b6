"""`/readyz` says part by part whether the site can do its work. With servers that are really stopped: tests/faults/."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client as Browser
from django.utils import timezone

from config.queues import KINDS
from config.readiness import examine_all, note_beat
from config.redis import Client
from config.sweepers import forget_sessions, strike
from feed.models import ReadMoreList
from tests.factories import make_post

pytestmark = pytest.mark.django_db
QUEUES = {f"queue_{kind.queue}" for kind in KINDS}
PARTS = {
    "postgresql", "redis_cache", "redis_broker", "redis_events", "beat", *QUEUES, "migrations",
    "oldest_event", "last_drain", "stopped_counting", "read_more",
}  # fmt: skip


def failing(answer: Any) -> set[str]:
    return {check["name"] for check in answer.json()["checks"] if not check["is_ok"]}


def test_site_that_is_well_is_ready_and_names_each_limit(client: Browser, redis: Client) -> None:
    strike()

    answer = client.get("/readyz")

    assert (answer.status_code, failing(answer)) == (200, set())
    assert {check["name"] for check in answer.json()["checks"]} == PARTS
    assert all(check["limit"] is not None for check in answer.json()["checks"])


def test_answer_is_kept_nowhere(client: Browser, redis: Client) -> None:
    assert "no-store" in client.get("/readyz")["Cache-Control"]


def test_beat_that_never_struck_is_not_ready(client: Browser, redis: Client) -> None:
    answer = client.get("/readyz")

    assert (answer.status_code, failing(answer)) == (503, {"beat"})


def test_beat_that_stands_still_is_not_ready(redis: Client) -> None:
    note_beat(now=timezone.now() - timedelta(minutes=3))

    found = {check.name: check for check in examine_all(now=timezone.now())}

    assert not found["beat"].is_ok
    assert found["beat"].value == pytest.approx(180, abs=5)


def test_migration_that_was_not_applied_is_not_ready(client: Browser, redis: Client) -> None:
    strike()
    MigrationRecorder.Migration.objects.filter(app="feed", name__startswith="0001").delete()

    answer = client.get("/readyz")

    assert (answer.status_code, failing(answer)) == (503, {"migrations"})


@pytest.mark.parametrize(("hours", "expected"), [(25, set()), (27, {"read_more"})])
def test_lists_that_nobody_builds_are_not_ready(
    client: Browser, redis: Client, hours: int, expected: set[str]
) -> None:
    strike()
    built_at = timezone.now() - timedelta(hours=hours)
    ReadMoreList.objects.update_or_create(
        post=make_post(), defaults={"items": [], "built_at": built_at}
    )
    ReadMoreList.objects.update(built_at=built_at)

    assert failing(client.get("/readyz")) == expected


def test_without_redis_the_answer_says_so_at_once(client: Browser, redis_down: None) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert failing(answer) == {"redis_cache", "redis_broker", "redis_events", "beat", *QUEUES}


def test_sessions_that_have_ended_are_removed() -> None:
    session = SessionStore()
    session.set_expiry(-60)
    session.save()

    forget_sessions()

    assert not Session.objects.exists()
