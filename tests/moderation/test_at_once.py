"""Two moderators decide at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import User
from feed.models import Category, Post
from moderation import services
from moderation.models import Decision, Reason
from tests.factories import make_member, make_moderator, make_post

pytestmark = pytest.mark.django_db(transaction=True)

Deed = Callable[[User], Decision | None]


def at_once(deed: Deed, moderators: list[User]) -> list[Decision | None]:
    """Each moderator does the deed on a connection of one's own, all starting together."""
    start = Barrier(len(moderators))

    def act(moderator: User) -> Decision | None:
        try:
            start.wait(timeout=10)
            return deed(moderator)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(moderators)) as threads:
        return list(threads.map(act, moderators))


def make_moderators() -> list[User]:
    return [make_moderator(name) for name in ("mona", "max", "mila", "moos")]


def test_hiding_one_post_is_decided_once_and_counted_once() -> None:
    post, moderators = make_post(), make_moderators()

    outcomes = at_once(
        lambda actor: services.hide_post(post=post, actor=actor, reason=Reason.SPAM), moderators
    )

    assert sum(outcome is not None for outcome in outcomes) == 1
    assert Decision.objects.count() == 1
    assert Category.objects.get().post_count == 0


def test_suspending_one_member_is_decided_once() -> None:
    mallory, moderators = make_member("mallory"), make_moderators()

    at_once(
        lambda actor: services.suspend_member(member=mallory, actor=actor, reason=Reason.SPAM),
        moderators,
    )

    assert Decision.objects.count() == 1


def test_hiding_and_featuring_end_in_a_state_that_the_log_explains() -> None:
    post = make_post()
    mona, max_ = make_moderators()[:2]
    deeds: dict[str, Deed] = {
        "mona": lambda actor: services.hide_post(post=post, actor=actor, reason=Reason.SPAM),
        "max": lambda actor: services.feature_post(post=post, actor=actor),
    }

    at_once(lambda actor: deeds[actor.username](actor), [mona, max_])

    post = Post.objects.get(pk=post.pk)
    verbs = list(Decision.objects.order_by("pk").values_list("verb", flat=True))
    assert post.is_hidden
    assert verbs == (["feature", "hide"] if post.is_featured else ["hide"])
