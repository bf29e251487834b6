"""Polls: one vote each, exact totals, and results for those who may see them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from feed.errors import AlreadyVotedError, NotPossibleError, PollClosedError
from feed.models import Poll, PollChoice, PollVote, Post, ReactionKind
from feed.services import publishing
from feed.services.bookmarks import keep
from feed.services.polling import PollTerms, remove_poll, set_poll, vote
from feed.services.reacting import react
from tests.factories import make_member, make_post
from tests.feed.at_once import at_once

pytestmark = pytest.mark.django_db

ANSWERS = ("Yes", "No", "Do not know")
ALONE = {"HX-Request": "true"}


def make_poll(post: Post | None = None, **terms: object) -> Poll:
    words: dict[str, object] = {"question": "Deepen the harbour?", "answers": ANSWERS}
    return set_poll(post=post or make_post(), terms=PollTerms(**(words | terms)))  # type: ignore[arg-type]


def choice(poll: Poll, number: int = 0) -> int:
    return list(poll.choices.values_list("pk", flat=True))[number]


def close(poll: Poll) -> None:
    """As if its time had come."""
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(seconds=1))


def assert_exact(poll: Poll) -> None:
    assert Poll.objects.get(pk=poll.pk).vote_count == PollVote.objects.filter(poll=poll).count()
    for each in PollChoice.objects.filter(poll=poll):
        assert each.vote_count == PollVote.objects.filter(choice=each).count()


def form_of(**fields: str) -> dict[str, str]:
    words = {"question": "Deepen it?", "answer_1": "Yes", "answer_2": "No", "answer_3": ""}
    return words | fields


def test_the_same_answer_twice_counts_once_and_another_one_is_refused() -> None:
    poll, bob = make_poll(), make_member("bob")

    vote(post=poll.post, member=bob, choice_pk=choice(poll))
    vote(post=poll.post, member=bob, choice_pk=choice(poll))
    with pytest.raises(AlreadyVotedError):
        vote(post=poll.post, member=bob, choice_pk=choice(poll, 1))

    assert Poll.objects.get().vote_count == 1
    assert_exact(poll)


def test_a_closed_poll_takes_no_votes() -> None:
    poll = make_poll(closes_at=timezone.now() + timedelta(hours=1))
    late = timezone.now() + timedelta(hours=2)

    with pytest.raises(PollClosedError):
        vote(post=poll.post, member=make_member("bob"), choice_pk=choice(poll), now=late)

    assert_exact(poll)


def test_an_answer_of_another_poll_and_a_draft_take_no_votes() -> None:
    poll, other, bob = make_poll(), make_poll(), make_member("bob")
    draft = make_poll(make_post(is_published=False))

    with pytest.raises(NotPossibleError):
        vote(post=poll.post, member=bob, choice_pk=choice(other))
    with pytest.raises(NotPossibleError):
        vote(post=draft.post, member=bob, choice_pk=choice(draft))

    for each in (poll, other, draft):
        assert_exact(each)


@pytest.mark.django_db(transaction=True)
def test_twenty_members_at_once_are_twenty_votes() -> None:
    poll = make_poll()
    members = [make_member(f"voice{number}") for number in range(20)]

    at_once(
        lambda number: vote(
            post=poll.post, member=members[number], choice_pk=choice(poll, number % 3)
        ),
        range(20),
    )

    assert Poll.objects.get().vote_count == 20
    assert_exact(poll)


@pytest.mark.django_db(transaction=True)
def test_one_member_with_different_answers_at_once_is_one_vote() -> None:
    poll, bob = make_poll(), make_member("bob")

    outcomes = at_once(
        lambda number: vote(post=poll.post, member=bob, choice_pk=choice(poll, number % 3)),
        range(9),
    )

    assert sum(isinstance(outcome, AlreadyVotedError) for outcome in outcomes) == 6
    assert Poll.objects.get().vote_count == 1
    assert_exact(poll)


@pytest.mark.django_db(transaction=True)
def test_voting_and_changing_the_answers_at_once_never_mix() -> None:
    poll = make_poll()
    members = [make_member(f"voice{number}") for number in range(6)]
    first = choice(poll)

    at_once(
        lambda number: (
            vote(post=poll.post, member=members[number], choice_pk=first)
            if number % 2
            else make_poll(poll.post, answers=("Other", "Answers"))
        ),
        range(6),
    )

    assert_exact(poll)
    words = set(poll.choices.values_list("text", flat=True))
    voted = Poll.objects.get().vote_count > 0
    assert words == (set(ANSWERS) if voted else {"Other", "Answers"})


@pytest.mark.django_db(transaction=True)
def test_a_post_is_deleted_while_others_vote_react_and_keep_it() -> None:
    poll = make_poll()
    post, first = poll.post, choice(poll)
    members = [make_member(f"voice{number}") for number in range(9)]
    deeds: list[Callable[[User], object]] = [
        lambda member: vote(post=post, member=member, choice_pk=first),
        lambda member: react(post=post, member=member, kind=ReactionKind.LIKE),
        lambda member: keep(post=post, member=member),
    ]

    outcomes = at_once(
        lambda number: (
            deeds[number % 3](members[number]) if number < 9 else publishing.delete_post(post)
        ),
        range(10),
    )

    assert outcomes[-1] is None
    assert not Post.objects.exists()
    assert not PollVote.objects.exists()


def test_answers_stay_once_there_are_votes_but_the_closing_time_may_change() -> None:
    poll = make_poll()
    vote(post=poll.post, member=make_member("bob"), choice_pk=choice(poll))
    at = timezone.now() + timedelta(days=1)

    changed = make_poll(poll.post, closes_at=at)
    with pytest.raises(NotPossibleError):
        make_poll(poll.post, closes_at=at, answers=("Yes", "Never"))
    with pytest.raises(NotPossibleError):
        remove_poll(poll.post)

    assert changed.closes_at == at
    assert list(poll.choices.values_list("text", flat=True)) == list(ANSWERS)


def test_a_poll_that_closed_with_votes_is_not_opened_again() -> None:
    poll = make_poll()
    vote(post=poll.post, member=make_member("bob"), choice_pk=choice(poll))
    close(poll)

    with pytest.raises(NotPossibleError):
        make_poll(poll.post, closes_at=timezone.now() + timedelta(days=1))


def test_a_reader_votes_and_sees_the_results(client: Client) -> None:
    poll = make_poll()
    client.force_login(make_member("bob"))
    before = client.get(poll.post.get_absolute_url()).content.decode()

    response = client.post(f"/posts/{poll.post_id}/poll/vote/", {"choice": choice(poll, 1)})
    after = client.get(poll.post.get_absolute_url()).content.decode()

    assert response["Location"] == f"{poll.post.get_absolute_url()}#poll"
    assert "<meter" not in before
    assert "100% · 1 vote" in after
    assert "Your answer" in after


def test_strangers_see_results_after_the_poll_has_closed_only(client: Client) -> None:
    poll = make_poll()
    vote(post=poll.post, member=make_member("bob"), choice_pk=choice(poll))

    during = client.get(poll.post.get_absolute_url()).content.decode()
    close(poll)
    afterwards = client.get(poll.post.get_absolute_url()).content.decode()

    assert "<meter" not in during
    assert "Sign in to vote" in during
    assert "100% · 1 vote" in afterwards


@pytest.mark.parametrize("headers", [{}, ALONE])
def test_a_poll_that_closed_while_somebody_was_voting_says_so(
    client: Client, headers: dict[str, str]
) -> None:
    poll = make_poll()
    client.force_login(make_member("bob"))
    close(poll)

    response = client.post(
        f"/posts/{poll.post_id}/poll/vote/", {"choice": choice(poll)}, headers=headers
    )

    assert response.status_code == 409
    assert "your vote was not counted" in response.content.decode()
    assert ("<main" in response.content.decode()) == (not headers)
    assert_exact(poll)


def test_a_second_answer_from_another_tab_says_that_the_first_one_stands(client: Client) -> None:
    poll, bob = make_poll(), make_member("bob")
    vote(post=poll.post, member=bob, choice_pk=choice(poll))
    client.force_login(bob)

    response = client.post(f"/posts/{poll.post_id}/poll/vote/", {"choice": choice(poll, 1)})

    assert response.status_code == 409
    assert "your first answer stands" in response.content.decode()


@pytest.mark.parametrize("typed", ["", "x", "0", "-1", "٣", "9" * 30])
def test_a_vote_for_nothing_is_refused_with_a_message(client: Client, typed: str) -> None:
    poll = make_poll()
    client.force_login(make_member("bob"))

    response = client.post(f"/posts/{poll.post_id}/poll/vote/", {"choice": typed})

    assert response.status_code == 422
    assert "Choose one of the answers." in response.content.decode()
    assert_exact(poll)


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    poll = make_poll()

    response = client.post(f"/posts/{poll.post_id}/poll/vote/", {"choice": choice(poll)})

    assert response["Location"].startswith("/accounts/login/?next=/posts/")
    assert_exact(poll)


@pytest.mark.parametrize("path", ["vote/", "remove/"])
def test_what_changes_something_is_not_read(client: Client, path: str) -> None:
    poll = make_poll()
    client.force_login(poll.post.author)

    assert client.get(f"/posts/{poll.post_id}/poll/{path}").status_code == 405


@pytest.mark.parametrize("path", ["", "vote/", "remove/"])
def test_a_poll_of_an_unknown_post_or_of_none_is_not_found(client: Client, path: str) -> None:
    post = make_post()
    client.force_login(post.author)
    form = {"choice": 1}

    assert client.post(f"/posts/{10**30}/poll/{path}", form).status_code == 404
    if path:
        assert client.post(f"/posts/{post.pk}/poll/{path}", form).status_code == 404


def test_only_the_author_asks(client: Client) -> None:
    post = make_post()
    draft = make_post(is_published=False)
    statuses = [client.get(f"/posts/{post.pk}/poll/").status_code]
    client.force_login(make_member("mallory"))

    statuses += [
        client.get(f"/posts/{post.pk}/poll/").status_code,
        client.post(f"/posts/{post.pk}/poll/", form_of()).status_code,
        client.post(f"/posts/{post.pk}/poll/remove/").status_code,
        client.get(f"/posts/{draft.pk}/poll/").status_code,
    ]

    assert statuses == [302, 403, 403, 403, 404]
    assert not Poll.objects.exists()


def test_an_author_asks_changes_and_removes(client: Client) -> None:
    alice = make_member("alice", time_zone="Europe/Amsterdam")
    post, url = make_post(author=alice), ""
    client.force_login(alice)
    url = f"/posts/{post.pk}/poll/"
    year = timezone.now().year + 1

    asked = client.post(url, form_of(closes_at=f"{timezone.now().year}-12-31T23:30"))
    poll = Poll.objects.get()
    shown = client.get(url).content.decode()
    changed = client.post(url, form_of(answer_3="Perhaps", answer_2="Never"))
    answers = list(poll.choices.values_list("text", flat=True))
    client.post(f"{url}remove/")

    assert (asked.status_code, changed.status_code) == (302, 302)
    assert poll.closes_at
    assert poll.closes_at.isoformat() == f"{year - 1}-12-31T22:30:00+00:00"
    assert f'value="{year - 1}-12-31T23:30"' in shown
    assert answers == ["Yes", "Never", "Perhaps"]
    assert not Poll.objects.exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"question": ""}, "required"),
        ({"question": "\u202e"}, "visible characters"),
        ({"answer_2": ""}, "required"),
        ({"answer_2": "YES"}, "are the same"),
        ({"answer_1": "x" * 101}, "100 characters"),
        ({"closes_at": "tomorrow"}, "Write a date and a time"),
        ({"closes_at": "2020-01-01T12:00"}, "already past"),
        ({"closes_at": "2027-03-28T02:30"}, "2:30"),
    ],
)
def test_a_poll_that_cannot_be_keeps_what_was_typed(
    client: Client, change: dict[str, str], message: str
) -> None:
    post = make_post(author=make_member("alice", time_zone="Europe/Amsterdam"))
    client.force_login(post.author)

    response = client.post(f"/posts/{post.pk}/poll/", form_of(answer_3="Typed words", **change))

    assert response.status_code == 422
    assert message in response.content.decode()
    assert "Typed words" in response.content.decode()
    assert not Poll.objects.exists()


def test_an_answer_that_nobody_can_see_is_no_answer(client: Client) -> None:
    post = make_post()
    client.force_login(post.author)

    response = client.post(f"/posts/{post.pk}/poll/", form_of(answer_2="\u200b"))

    assert response.status_code == 422
    assert "two answers at least" in response.content.decode()


def test_a_poll_under_a_hidden_post_is_not_there(client: Client) -> None:
    poll = make_poll()
    publishing.hide_post(poll.post)
    client.force_login(make_member("bob"))

    response = client.post(f"/posts/{poll.post_id}/poll/vote/", {"choice": choice(poll)})

    assert response.status_code == 404
    assert_exact(poll)


def test_words_of_a_poll_are_text(client: Client) -> None:
    attack = "<script>alert(1)</script>"
    poll = make_poll(question=attack, answers=(attack, "No"))
    close(poll)

    page = client.get(poll.post.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_article_with_everything_stays_within_its_budget(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    post = [make_post(series="Parts", tags=("a", "b")) for _number in range(3)][1]
    poll = make_poll(post)
    for number in range(20):
        vote(post=post, member=make_member(f"voice{number}"), choice_pk=choice(poll, number % 3))
    client.force_login(make_member("bob"))

    # As in test_threads: a member's marks, follows and votes, and the table of trust, which production remembers.
    with django_assert_max_num_queries(21):
        client.get(post.get_absolute_url())
