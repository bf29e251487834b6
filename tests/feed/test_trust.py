"""Members rise by what they read and contribute."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import TrustLevel, TrustRule, User
from feed.models import Post, Reading
from feed.services import publishing
from moderation.services.levels import promote_members
from tests.factories import make_member, make_post

pytestmark = pytest.mark.django_db
NEEDS = {"needs_days": 3, "needs_read": 1, "needs_written": 1, "needs_appreciated": 1}


def make_newcomer() -> User:
    """A member who has done exactly what BASIC takes here."""
    TrustRule.objects.filter(level=TrustLevel.BASIC).update(**NEEDS)
    joined = timezone.now() - timedelta(days=4)
    member = make_member("nora", trust_level=TrustLevel.NEW, date_joined=joined)
    post = make_post(author=member)
    Post.objects.filter(pk=post.pk).update(
        reaction_count=1, share_image_due=False, read_more_due=False
    )
    Reading.objects.create(member=member, post=make_post(), read_at=timezone.now())
    return member


def level_of(member: User) -> int:
    return User.objects.get(pk=member.pk).trust_level


def test_who_has_done_enough_rises_once_and_one_level_at_a_time() -> None:
    member = make_newcomer()

    rose = [promote_members(now=timezone.now()) for _time in range(2)]

    assert rose == [1, 0]
    assert level_of(member) == TrustLevel.BASIC


@pytest.mark.parametrize("need", NEEDS)
def test_every_need_counts(need: str) -> None:
    member = make_newcomer()
    TrustRule.objects.filter(level=TrustLevel.BASIC).update(**{need: 5})

    promote_members(now=timezone.now())

    assert level_of(member) == TrustLevel.NEW


def test_a_hidden_post_keeps_its_author_where_he_is() -> None:
    member = make_newcomer()
    publishing.hide_post(make_post(author=member))

    promote_members(now=timezone.now())

    assert level_of(member) == TrustLevel.NEW


def test_a_level_that_moderators_gave_is_not_taken_away() -> None:
    member = make_member("lea", trust_level=TrustLevel.LEADER)

    promote_members(now=timezone.now())

    assert level_of(member) == TrustLevel.LEADER


def test_the_end_of_probation_opens_the_posts_to_search_engines_and_lists(client: Client) -> None:
    member = make_newcomer()
    post = Post.objects.get(author=member)
    before = client.get(post.get_absolute_url()).content.decode()

    promote_members(now=timezone.now())

    post.refresh_from_db()
    after = client.get(post.get_absolute_url()).content.decode()
    assert (post.share_image_due, post.read_more_due) == (True, True)
    assert post in Post.objects.indexable()
    assert ("noindex" in before, "noindex" in after) == (True, False)
