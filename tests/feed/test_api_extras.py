"""What programs learn of reactions, polls and series."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from feed.models import FollowLevel, Post, ReactionKind
from feed.services.attending import follow_thread
from feed.services.bookmarks import keep
from feed.services.polling import PollTerms, set_poll, vote
from feed.services.reacting import react
from tests.factories import make_member, make_post

pytestmark = pytest.mark.django_db


def extras(client: Client, post: Post) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"/api/v1/posts/{post.pk}/").json()
    return dict(answer["extras"])


def test_a_plain_post_has_reactions_of_every_kind_and_nothing_else(client: Client) -> None:
    found = extras(client, make_post())

    assert [each["kind"] for each in found["reactions"]] == ReactionKind.values
    assert {each["count"] for each in found["reactions"]} == {0}
    assert (found["poll"], found["series"]) == (None, None)


def test_reactions_are_counted_by_kind(client: Client) -> None:
    post = make_post()
    react(post=post, member=make_member("bob"), kind=ReactionKind.THANKS)

    found = extras(client, post)
    listed = client.get("/api/v1/posts/").json()["results"][0]

    told = {"kind": "thanks", "label": "Thank you", "count": 1, "is_mine": False}
    assert told in found["reactions"]
    assert (listed["reaction_count"], listed["reading_minutes"]) == (1, 1)


def test_a_reader_is_told_what_he_did_with_a_post(client: Client) -> None:
    post, bob = make_post(), make_member("bob")
    react(post=post, member=bob, kind=ReactionKind.THANKS)
    shelf = keep(post=post, member=bob).list_id
    follow_thread(post=post, member=bob, level=FollowLevel.ALL)
    strangers = extras(client, post)

    client.force_login(bob)
    found = extras(client, post)

    assert (strangers["kept_on"], strangers["follows"]) == (None, "replies")
    assert (found["kept_on"], found["follows"]) == (shelf, "all")
    assert [each["kind"] for each in found["reactions"] if each["is_mine"]] == ["thanks"]


def test_results_of_a_poll_are_told_to_those_who_voted(client: Client) -> None:
    post, bob = make_post(), make_member("bob")
    poll = set_poll(post=post, terms=PollTerms("Dig?", ("Yes", "No")))
    vote(post=post, member=bob, choice_pk=poll.choices.all()[0].pk)

    before = extras(client, post)["poll"]
    client.force_login(bob)
    after = extras(client, post)["poll"]

    assert (before["question"], before["vote_count"], before["is_closed"]) == ("Dig?", 1, False)
    assert [each["vote_count"] for each in before["answers"]] == [None, None]
    assert [each["vote_count"] for each in after["answers"]] == [1, 0]
    assert [each["is_mine"] for each in after["answers"]] == [True, False]


def test_a_part_of_a_series_names_its_place(client: Client) -> None:
    posts = [make_post(series="Digging") for _number in range(2)]

    found = extras(client, posts[1])["series"]

    assert (found["title"], found["part"], found["parts"]) == ("Digging", 2, 2)


def test_a_post_with_everything_stays_within_its_budget(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    post = make_post(series="Digging", tags=("a", "b"))
    set_poll(post=post, terms=PollTerms("Dig?", ("Yes", "No")))

    with django_assert_max_num_queries(5):
        client.get(f"/api/v1/posts/{post.pk}/")
