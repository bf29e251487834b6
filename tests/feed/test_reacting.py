"""Reactions: the five questions, and exact totals whoever comes at once."""

import pytest
from django.db.models import Sum
from django.test import Client
from django.utils import timezone

from feed.errors import NotAllowedError, NotPossibleError
from feed.models import Post, Reaction, ReactionKind, ReactionTotal
from feed.ranking.hotness import hotness, points
from feed.services import publishing
from feed.services.reacting import react, retract
from tests.factories import make_comment, make_member, make_post
from tests.feed.at_once import at_once

pytestmark = pytest.mark.django_db

LIKE, FUNNY = ReactionKind.LIKE, ReactionKind.FUNNY


def assert_exact(post: Post) -> None:
    """The stored totals are those of the rows."""
    rows = Reaction.objects.filter(post=post)
    totals = ReactionTotal.objects.filter(post=post)
    assert Post.objects.get(pk=post.pk).reaction_count == rows.count()
    assert (totals.aggregate(all=Sum("count"))["all"] or 0) == rows.count()
    for total in totals:
        assert total.count == rows.filter(kind=total.kind).count()


def test_second_reaction_of_the_same_kind_does_not_count() -> None:
    post, bob = make_post(), make_member("bob")

    react(post=post, member=bob, kind=LIKE)
    react(post=post, member=bob, kind=LIKE)

    assert Post.objects.get(pk=post.pk).reaction_count == 1
    assert_exact(post)


def test_changing_the_kind_moves_the_one_that_counts() -> None:
    post, bob = make_post(), make_member("bob")

    react(post=post, member=bob, kind=LIKE)
    react(post=post, member=bob, kind=FUNNY)

    assert Reaction.objects.get().kind == FUNNY
    assert ReactionTotal.objects.get(kind=LIKE).count == 0
    assert_exact(post)


def test_taking_a_reaction_back_twice_counts_once() -> None:
    post, bob = make_post(), make_member("bob")
    react(post=post, member=bob, kind=LIKE)

    outcomes = [retract(post=post, member=bob), retract(post=post, member=bob)]

    assert outcomes == [True, False]
    assert Post.objects.get(pk=post.pk).reaction_count == 0
    assert_exact(post)


def test_authors_do_not_react_to_posts_of_their_own() -> None:
    post = make_post()

    with pytest.raises(NotAllowedError):
        react(post=post, member=post.author, kind=LIKE)

    assert Post.objects.get(pk=post.pk).reaction_count == 0


def test_what_is_not_published_takes_no_reactions() -> None:
    hidden = make_post()
    publishing.hide_post(hidden)

    with pytest.raises(NotPossibleError):
        react(post=hidden, member=make_member("bob"), kind=LIKE)


@pytest.mark.django_db(transaction=True)
def test_twenty_members_at_once_are_twenty() -> None:
    post = make_post()
    members = [make_member(f"voice{number}") for number in range(20)]

    at_once(lambda member: react(post=post, member=member, kind=LIKE), members)

    assert Post.objects.get(pk=post.pk).reaction_count == 20
    assert_exact(post)


@pytest.mark.django_db(transaction=True)
def test_the_same_member_ten_times_at_once_is_one() -> None:
    post, bob = make_post(), make_member("bob")

    at_once(lambda _number: react(post=post, member=bob, kind=LIKE), range(10))

    assert Post.objects.get(pk=post.pk).reaction_count == 1
    assert_exact(post)


@pytest.mark.django_db(transaction=True)
def test_changes_of_kind_and_retractions_at_once_leave_exact_totals() -> None:
    post = make_post()
    members = [make_member(f"voice{number}") for number in range(4)]
    for member in members:
        react(post=post, member=member, kind=LIKE)
    deeds = [
        (member, kind) for member in members for kind in (FUNNY, ReactionKind.THANKS, None, LIKE)
    ]

    at_once(
        lambda deed: (
            react(post=post, member=deed[0], kind=deed[1])
            if deed[1]
            else retract(post=post, member=deed[0])
        ),
        deeds,
    )

    assert_exact(post)


@pytest.mark.django_db(transaction=True)
def test_reactions_and_comments_at_once_leave_the_rank_that_they_earn() -> None:
    post = make_post()
    members = [make_member(f"voice{number}") for number in range(8)]

    at_once(
        lambda number: (
            react(post=post, member=members[number], kind=LIKE)
            if number % 2
            else make_comment(post=post, author=members[number])
        ),
        range(8),
    )

    post.refresh_from_db()
    assert post.published_at
    assert post.hotness == hotness(
        reactions=4, voices=4, published_at=post.published_at, now=timezone.now()
    )
    assert post.score == points(reactions=4, voices=4)


def test_reactions_make_a_post_hotter_and_retracting_undoes_it() -> None:
    post, bob = make_post(), make_member("bob")
    before = post.hotness

    react(post=post, member=bob, kind=LIKE)
    between = Post.objects.get(pk=post.pk).hotness
    retract(post=post, member=bob)

    assert between > before
    assert Post.objects.get(pk=post.pk).hotness == before


def test_the_buttons_work_and_lead_back_to_their_place(client: Client) -> None:
    post, bob = make_post(), make_member("bob")
    client.force_login(bob)

    response = client.post(f"/posts/{post.pk}/reactions/", {"kind": "thanks"})
    page = client.get(post.get_absolute_url()).content.decode()

    assert response.status_code == 302
    assert response["Location"] == f"{post.get_absolute_url()}#reactions"
    assert Reaction.objects.get().kind == "thanks"
    assert 'aria-pressed="true"' in page


def test_an_empty_kind_takes_the_reaction_back(client: Client) -> None:
    post, bob = make_post(), make_member("bob")
    react(post=post, member=bob, kind=LIKE)
    client.force_login(bob)

    client.post(f"/posts/{post.pk}/reactions/", {"kind": ""})

    assert not Reaction.objects.exists()


def test_a_script_gets_the_part_alone(client: Client) -> None:
    post = make_post()
    client.force_login(make_member("bob"))

    response = client.post(
        f"/posts/{post.pk}/reactions/", {"kind": "like"}, headers={"HX-Request": "true"}
    )

    assert response.status_code == 200
    assert response.content.decode().strip().startswith("<section")
    assert "HX-Request" in response["Vary"]


def test_strangers_are_asked_to_sign_in_and_come_back(client: Client) -> None:
    post = make_post()

    response = client.post(f"/posts/{post.pk}/reactions/", {"kind": "like"})
    page = client.get(post.get_absolute_url()).content.decode()

    assert response["Location"].startswith("/accounts/login/?next=/posts/")
    assert "Sign in to react" in page
    assert not Reaction.objects.exists()


def test_reactions_are_not_read_at_their_address(client: Client) -> None:
    client.force_login(make_member("bob"))

    assert client.get(f"/posts/{make_post().pk}/reactions/").status_code == 405


@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_an_unknown_post_takes_no_reactions(client: Client, pk: int) -> None:
    client.force_login(make_member("bob"))

    assert client.post(f"/posts/{pk}/reactions/", {"kind": "like"}).status_code == 404


def test_a_draft_is_not_there_for_strangers(client: Client) -> None:
    draft = make_post(is_published=False)
    client.force_login(make_member("bob"))

    assert client.post(f"/posts/{draft.pk}/reactions/", {"kind": "like"}).status_code == 404


def test_the_author_is_refused(client: Client) -> None:
    post = make_post()
    client.force_login(post.author)

    assert client.post(f"/posts/{post.pk}/reactions/", {"kind": "like"}).status_code == 403


@pytest.mark.parametrize("form", [{}, {"kind": "hate"}, {"kind": "like" * 100}])
def test_an_unknown_kind_is_refused(client: Client, form: dict[str, str]) -> None:
    post = make_post()
    client.force_login(make_member("bob"))

    assert client.post(f"/posts/{post.pk}/reactions/", form).status_code == 400
    assert not Reaction.objects.exists()
