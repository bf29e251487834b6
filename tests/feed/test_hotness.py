"""The rank of Hot and Top: more approval is never worse, no date and no thread is a trick, ties have an order."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Follow
from feed.models import Mute, Post
from feed.ranking.hotness import hotness, points
from feed.services import publishing
from tests.factories import make_category, make_comment, make_member, make_post

counts = st.integers(min_value=0, max_value=10**7)
NOW = datetime(2030, 1, 1, tzinfo=UTC)
instants = st.integers(min_value=-20_000_000, max_value=0).map(
    lambda minutes: NOW + timedelta(minutes=minutes)
)


def hot(reactions: int, voices: int, at: datetime, now: datetime = NOW) -> float:
    return hotness(reactions=reactions, voices=voices, published_at=at, now=now)


@given(reactions=counts, voices=counts, at=instants)
def test_one_more_reaction_is_always_hotter(reactions: int, voices: int, at: datetime) -> None:
    assert hot(reactions + 1, voices, at) > hot(reactions, voices, at)


@given(reactions=counts, voices=counts, at=instants)
def test_one_more_voice_is_never_colder(reactions: int, voices: int, at: datetime) -> None:
    assert hot(reactions, voices + 1, at) >= hot(reactions, voices, at)


@given(reactions=counts, voices=counts, at=instants)
def test_comments_weigh_no_more_than_reactions(reactions: int, voices: int, at: datetime) -> None:
    assert hot(reactions, voices, at) <= hot(2 * reactions + 1, 0, at)
    assert points(reactions=reactions, voices=voices) <= 2 * points(reactions=reactions, voices=0)


@given(reactions=counts, voices=counts, at=instants, hours=st.integers(1, 1000))
def test_younger_is_hotter_when_all_else_is_equal(
    reactions: int, voices: int, at: datetime, hours: int
) -> None:
    assert hot(reactions, voices, at) > hot(reactions, voices, at - timedelta(hours=hours))


@given(reactions=counts, voices=counts, ahead=st.integers(1, 10**7))
def test_a_date_in_the_future_gains_nothing(reactions: int, voices: int, ahead: int) -> None:
    dated_ahead = hot(reactions, voices, NOW + timedelta(minutes=ahead))

    assert dated_ahead == hot(reactions, voices, NOW)


@given(reactions=counts, voices=counts, at=instants, later=st.integers(0, 10**7))
def test_waiting_changes_nothing_for_what_is_published(
    reactions: int, voices: int, at: datetime, later: int
) -> None:
    waited = hot(reactions, voices, at, now=NOW + timedelta(minutes=later))

    assert waited == hot(reactions, voices, at)


@given(
    st.lists(
        st.tuples(counts, counts, instants, st.integers(1, 10**9)),
        min_size=2,
        unique_by=lambda each: each[3],
    )
)
def test_any_posts_stand_in_one_order_however_they_come(
    posts: list[tuple[int, int, datetime, int]],
) -> None:
    keys = [(hot(reactions, voices, at), pk) for reactions, voices, at, pk in posts]

    assert len(set(keys)) == len(posts)
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.django_db
def test_the_authors_own_comments_count_nothing() -> None:
    post = make_post()

    for _ in range(5):
        make_comment(post=post, author=post.author)

    assert Post.objects.get(pk=post.pk).hotness == post.hotness
    assert Post.objects.get(pk=post.pk).score == 1


@pytest.mark.django_db
def test_ten_comments_of_one_reader_are_one_voice() -> None:
    post = make_post()

    for _ in range(10):
        make_comment(post=post)

    assert Post.objects.get(pk=post.pk).score == points(reactions=0, voices=1)


@pytest.mark.django_db
def test_withdrawing_and_publishing_again_gains_nothing() -> None:
    post = make_post()
    Post.objects.filter(pk=post.pk).update(published_at=timezone.now() - timedelta(days=30))

    publishing.publish_post(publishing.unpublish_post(post), actor=post.author)

    post.refresh_from_db()
    assert post.published_at
    assert post.hotness == hot(0, 0, post.published_at)


@pytest.mark.django_db
def test_nobody_follows_or_mutes_oneself_or_mutes_two_things_at_once() -> None:
    alice, bob = make_member("alice"), make_member("bob")

    for row in (
        Follow(follower=alice, followed=alice),
        Mute(member=alice, author=alice),
        Mute(member=alice),
        Mute(member=alice, author=bob, category=make_category()),
        Mute(member=alice, author=bob, keyword="tram"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
