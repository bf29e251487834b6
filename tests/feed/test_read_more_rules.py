"""What moderators and readers say of lists holds in the next build and in every later one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.utils import DataError

from feed import tasks
from feed.models import Encoder, Judgement, Post, PostFeatures, ReadMoreList, ReadMoreRule
from feed.models.vectors import VECTOR_SIZE
from feed.read_more import refresh
from feed.read_more.features import refresh_features
from feed.read_more.gates import OBJECTIONS_LIMIT
from feed.services import publishing, recommending
from tests.factories import make_draft, make_member, make_post

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def story(title: str, *, author: str, **fields: Any) -> Post:
    words = "The tram line over the new bridge costs more than the council said."
    post = make_post(author=make_member(author), title=title, body=f"{words} {title}")
    Post.objects.filter(pk=post.pk).update(**fields)
    refresh_features(post.pk, now=NOW)
    return post


def lists_of(post: Post) -> list[list[int]]:
    """The next build, one of the day after, and one by a worker who rebuilds all."""
    found = []
    for build in (
        lambda: refresh.refresh_list(post.pk, now=NOW),
        lambda: refresh.refresh_aged(now=NOW + timedelta(days=2)),
        lambda: refresh.refresh_neighbours([post.pk], now=NOW + timedelta(days=3)),
    ):
        build()
        found.append([item["post"] for item in ReadMoreList.objects.get(post=post).items])
    return found


@pytest.mark.parametrize("thing", ["post", "author", "domain"])
@pytest.mark.parametrize("is_for_the_site", [False, True])
def test_what_moderators_exclude_stays_out(*, thing: str, is_for_the_site: bool) -> None:
    first, other = story("Tram budget", author="alice"), story("Bridge budget", author="bob")
    gone = story("Tram bridge", author="carol", canonical_url="https://www.spam.example/tram")
    named = {"post": gone, "author": gone.author, "domain": "spam.example"}

    before = lists_of(first)
    ReadMoreRule.objects.create(under=None if is_for_the_site else first, **{thing: named[thing]})

    assert all(set(each) == {other.pk, gone.pk} for each in before)
    assert lists_of(first) == [[other.pk]] * 3


def test_what_moderators_pin_stays_first_until_it_is_taken_back() -> None:
    first, other = story("Tram budget", author="alice"), story("Bridge budget", author="bob")
    soup = make_post(author=make_member("carol"), title="Soup", body="Onions for everybody.")
    rule = ReadMoreRule.objects.create(under=first, post=soup, verdict="pin")

    pinned = lists_of(first)
    rule.delete()

    assert pinned == [[soup.pk, other.pk]] * 3
    assert lists_of(first) == [[other.pk]] * 3


def test_what_enough_readers_call_not_relevant_stays_away_for_all() -> None:
    first, other = story("Tram budget", author="alice"), story("Bridge budget", author="bob")
    before = lists_of(first)

    for number in range(OBJECTIONS_LIMIT):
        member = make_member(f"reader{number}")
        recommending.call_not_relevant(member=member, under=first, post=other)

    assert (before, lists_of(first)) == ([[other.pk]] * 3, [[]] * 3)


def test_publishing_judges_at_once_and_leaves_the_list_to_workers() -> None:
    other = story("Bridge budget", author="bob")
    body = "The tram line over the new bridge costs more than the council said. Rails."
    alice = make_member("alice")
    draft = make_draft(title="Tram budget", body=body, category=other.category)
    post = publishing.create_post(author=alice, draft=draft)

    publishing.publish_post(post, actor=alice)

    assert Judgement.objects.filter(kind="post", subject_pk=post.pk).exists()
    assert not ReadMoreList.objects.filter(post=post).exists()
    assert PostFeatures.objects.get(post=post).recipe == ""
    tasks.build_read_more(post.pk)
    assert ReadMoreList.objects.get(post=post).recommended == [other.pk]


def test_a_vector_that_is_no_number_is_refused_by_the_database() -> None:
    encoder, post = Encoder.objects.create(name="made up"), make_post()
    dense = str([float("nan")] * VECTOR_SIZE)

    with pytest.raises(DataError), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO feed_postvector (post_id, encoder_id, language, dense) VALUES (%s, %s, '', %s)",
            [post.pk, encoder.pk, dense],
        )
