"""What docs/privacy.md promises to forget is forgotten on time, and not before; each promise has its place in the schedule."""

from datetime import timedelta

import pytest
from django.utils import timezone
from oauth2_provider.models import AccessToken

from accounts.models import KeptAnswer
from accounts.services.kept_answers import forget_old
from accounts.sweepers import forget_app_tokens
from config.schedule import SCHEDULE
from tests.factories import make_member

pytestmark = pytest.mark.django_db
PROMISES = {
    "exports-expired", "members-leaving", "sessions", "counting-roll-up", "readings-old", "accounts-hints",
    "accounts-app-tokens", "webhooks-forget", "accounts-kept-answers",
}  # fmt: skip


def test_every_promise_is_kept_by_beat() -> None:
    assert PROMISES - set(SCHEDULE) == set()


def test_answers_to_repeated_requests_are_kept_for_a_day() -> None:
    now = timezone.now()
    for hours in (23, 25):
        KeptAnswer.objects.create(member=make_member("alice"), key=str(hours), fingerprint="x")
        made_at = now - timedelta(hours=hours)
        KeptAnswer.objects.filter(key=str(hours)).update(created_at=made_at)

    forget_old(now=now)

    assert list(KeptAnswer.objects.values_list("key", flat=True)) == ["23"]


def test_tokens_of_apps_that_open_nothing_are_forgotten() -> None:
    now, alice = timezone.now(), make_member("alice")
    for token, days in (("old", -30), ("live", 1)):
        AccessToken.objects.create(
            user=alice, token=token, expires=now + timedelta(days=days), scope="read"
        )

    forget_app_tokens()

    assert list(AccessToken.objects.values_list("token", flat=True)) == ["live"]
