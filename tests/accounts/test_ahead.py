"""What a page asks about a member comes with the session that brings him, and is about nobody else."""

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from config.prepared import ANSWER, Answer, prepared_rows, rows_about, tell
from feed.access import MAX_PK
from feed.models import ReactionKind, ReaderState
from feed.selectors.readers import reader_question
from feed.services import reacting
from tests.factories import PASSWORD, make_member, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("following")]
KIND = next(iter(ReactionKind))
MARK = f'aria-pressed="true" data-key="{KIND.value}"'


def signed_in(name: str) -> tuple[Client, User]:
    member = make_member(name)
    browser = Client()
    browser.post("/accounts/login/", {"login": name, "password": PASSWORD})
    return browser, member


def asked_by(browser: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        browser.get(path)
    return [each["sql"] for each in asked.captured_queries]


@pytest.mark.parametrize("page", ["article", "/"])
def test_one_question_brings_the_member_and_what_the_page_asks(page: str) -> None:
    browser, member = signed_in("bob")
    ReaderState.objects.create(member=member, seen_at=timezone.now())
    path = make_post().get_absolute_url() if page == "article" else page
    browser.get(path)

    asked = asked_by(browser, path)

    assert len(asked) == 1
    assert "django_session" in asked[0]


def test_marks_are_those_of_who_is_signed_in_whatever_the_list_of_devices_says() -> None:
    (bobs, bob), (nobodys, _carol) = signed_in("bob"), signed_in("carol")
    mallory, post = make_member("mallory"), make_post()
    reacting.react(post=post, member=mallory, kind=KIND)
    UserSession.objects.filter(user=bob).update(user=mallory)
    UserSession.objects.exclude(user=mallory).delete()
    path = post.get_absolute_url()

    before = [bobs.get(path).text, nobodys.get(path).text]
    reacting.react(post=post, member=bob, kind=KIND)

    assert not [page for page in before if MARK in page]
    assert MARK in bobs.get(path).text
    assert MARK not in nobodys.get(path).text


def test_what_was_done_shows_at_the_next_request() -> None:
    browser, bob = signed_in("bob")
    path = (post := make_post()).get_absolute_url()
    browser.get(path)

    reacting.react(post=post, member=bob, kind=KIND)

    assert MARK in browser.get(path).text


def test_an_answer_is_given_once_and_to_no_other_question() -> None:
    bob = make_member("bob")
    ReaderState.objects.create(member=bob, tab="hot")
    question = reader_question()
    [row] = prepared_rows("reader", question.build, bob.pk)
    ReaderState.objects.update(tab="top")
    tell(bob, Answer(question, [tuple(row.values())]))

    other = next(rows_about(bob, question._replace(shape="another")))["tab"]
    tabs = [next(rows_about(bob, question))["tab"] for _time in range(2)]

    assert (other, tabs) == ("top", ["hot", "top"])
    assert vars(bob)[ANSWER] is None


@pytest.mark.parametrize("pk", [0, MAX_PK + 1, 10**30])
def test_no_post_has_such_a_key(pk: int) -> None:
    browser, _bob = signed_in("bob")

    assert browser.get(f"/posts/{pk}/words/").status_code == 404
