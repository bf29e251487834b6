"""Two moderators do not look at one case."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from feed.errors import NotAllowedError
from moderation.models import CaseKind, Claim
from moderation.services.claiming import CLAIMED_FOR, claim, let_go
from tests.factories import make_member, make_moderator

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now()


def take(moderator: User, *, after: timedelta = timedelta(0)) -> bool:
    return claim(kind=CaseKind.POST, pk=7, moderator=moderator, now=NOW + after)


def test_of_four_at_once_one_gets_the_case() -> None:
    moderators = [make_moderator(name) for name in ("mona", "max", "mila", "moos")]
    start = Barrier(len(moderators))

    def act(moderator: User) -> bool:
        try:
            start.wait(timeout=10)
            return take(moderator)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(moderators)) as threads:
        outcomes = list(threads.map(act, moderators))

    assert outcomes.count(True) == 1
    assert Claim.objects.get().moderator == moderators[outcomes.index(True)]


def test_whoever_has_a_case_keeps_it_longer_by_acting() -> None:
    mona = make_moderator()

    assert take(mona)
    assert take(mona, after=timedelta(minutes=5))

    assert Claim.objects.get().until == NOW + timedelta(minutes=5) + CLAIMED_FOR


def test_a_claim_runs_out() -> None:
    take(make_moderator())
    late = make_moderator("max")

    assert not take(late, after=CLAIMED_FOR - timedelta(seconds=1))
    assert take(late, after=CLAIMED_FOR)


def test_a_case_that_was_let_go_is_free_and_nobody_frees_anothers() -> None:
    mona, late = make_moderator(), make_moderator("max")
    take(mona)

    let_go(kind=CaseKind.POST, pk=7, moderator=late)
    assert not take(late)
    let_go(kind=CaseKind.POST, pk=7, moderator=mona)

    assert take(late)


def test_members_take_no_case() -> None:
    with pytest.raises(NotAllowedError):
        take(make_member("mallory"))
