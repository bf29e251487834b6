"""A post is deleted while a comment or a reaction of it is announced: one waits for the other, neither is broken off."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Notification
from feed.announcing import refresh
from feed.announcing.subjects import forget_post
from feed.models import Comment, Post, Reaction, ReactionKind
from feed.services import publishing
from feed.services.reacting import react
from tests.factories import make_comment, make_member, make_post
from tests.meanwhile import meanwhile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("redis")]


def make_reaction() -> Reaction:
    post = make_post()
    react(post=post, member=make_member("bob"), kind=ReactionKind.LIKE)
    return Reaction.objects.get(post=post)


@pytest.mark.parametrize(
    ("make", "announce"),
    [
        pytest.param(make_comment, refresh.refresh_comment, id="comment"),
        pytest.param(make_reaction, refresh.refresh_reaction, id="reaction"),
    ],
)
def test_who_announces_holds_nothing_that_who_deletes_the_post_waits_for(
    make: Callable[[], Any], announce: Callable[[int], bool]
) -> None:
    row = make()
    rows = (Comment if isinstance(row, Comment) else Reaction).objects.filter(pk=row.pk)
    rows.update(announce_due=True)
    announce(row.pk)
    rows.update(announce_due=True)
    assert Notification.objects.exists()

    def begin_to_delete() -> None:
        Post.objects.select_for_update(of=("self",)).get(pk=row.post_id)
        forget_post(row.post)

    was_announced = meanwhile(
        begin_to_delete,
        lambda: announce(row.pk),
        then=lambda: publishing.delete_post(row.post),
    )

    assert was_announced is False
    assert not Notification.objects.exists()
    assert not rows.exists()
