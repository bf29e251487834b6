"""The page of notifications, and the choice of what reaches a member."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import (
    Channel,
    MailPace,
    Notification,
    NotificationChoice,
    NotificationKind,
    User,
)
from accounts.services.notifications import notify
from accounts.services.preferences import wishes_of
from tests.factories import make_member

pytestmark = pytest.mark.django_db

PAGE = "/notifications/"
CHOICE = "/settings/notifications/"


@pytest.fixture
def alice(client: Client) -> User:
    alice = make_member("alice")
    client.force_login(alice)
    return alice


def tell(
    member: User, *, by: str = "bob", title: str = "Herons reach the play-offs", subject: str = "comment:1"
) -> Notification:  # fmt: skip
    notify(
        recipient_pks=[member.pk], kind=NotificationKind.REPLY, actor=make_member(by),
        subject=subject, title=title, url="/posts/12/",
    )  # fmt: skip
    return Notification.objects.filter(recipient=member).latest("pk")


def test_the_page_says_who_did_what_and_where(client: Client, alice: User) -> None:
    tell(alice)

    page = client.get(PAGE).text

    assert "bob answers you" in page
    assert '<a class="notice__title" href="/posts/12/"' in page


def test_looking_changes_nothing(client: Client, alice: User) -> None:
    tell(alice)

    client.get(PAGE)

    assert Notification.objects.unread().count() == 1


def test_all_can_be_marked_as_read(client: Client, alice: User) -> None:
    tell(alice)
    tell(alice, subject="comment:2")
    theirs = tell(make_member("carol"))

    assert client.post(f"{PAGE}read/").status_code == 302

    assert list(Notification.objects.unread()) == [theirs]


def test_what_was_read_is_not_sent(client: Client, alice: User) -> None:
    mine = tell(alice)

    client.post(f"{PAGE}{mine.pk}/read/")

    mine.refresh_from_db()
    assert (mine.mail_due_at, mine.push_due_at) == (None, None)
    assert mine.read_at is not None


def test_going_on_leads_to_the_subject(client: Client, alice: User) -> None:
    response = client.post(f"{PAGE}{tell(alice).pk}/read/", {"go": "1"})

    assert response.headers["Location"] == "/posts/12/"


def test_others_notifications_do_not_exist(client: Client, alice: User) -> None:
    theirs = tell(make_member("carol"))

    assert client.post(f"{PAGE}{theirs.pk}/read/").status_code == 404
    assert client.post(f"{PAGE}999999/read/").status_code == 404


@pytest.mark.parametrize("address", [PAGE, CHOICE])
def test_visitors_are_asked_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address).headers["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize(
    ("method", "address"), [("get", f"{PAGE}read/"), ("post", PAGE), ("put", CHOICE)]
)
def test_other_methods_are_refused(client: Client, alice: User, method: str, address: str) -> None:
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("cursor", ["junk", "eyJ", "%00", "MQ"])
def test_a_broken_place_in_the_list_is_said(client: Client, alice: User, cursor: str) -> None:
    assert client.get(f"{PAGE}?after={cursor}").status_code == 400


def test_pages_follow_each_other(client: Client, alice: User) -> None:
    for number in range(35):
        tell(alice, subject=f"comment:{number}", title=f"Title {number}")

    first = client.get(PAGE)
    second = client.get(f"{PAGE}?after={first.context['page'].next_cursor}")

    assert first.text.count("notice__title") == 30
    assert second.text.count("notice__title") == 5


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_costs_few_queries(
    client: Client, alice: User, rows: int, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(rows):
        tell(alice, subject=f"comment:{number}", by=f"member{number}")

    with django_assert_max_num_queries(7):
        client.get(PAGE)


def test_the_masthead_counts_what_is_new(client: Client, alice: User) -> None:
    tell(alice)

    assert "1 unread notification" in client.get("/settings/").text


def test_a_hostile_title_is_text(client: Client, alice: User) -> None:
    tell(alice, title="<script>alert(1)</script>")

    assert "<script>alert" not in client.get(PAGE).text


def test_without_news_the_page_says_what_will_be_here(client: Client, alice: User) -> None:
    assert "Nothing yet" in client.get(PAGE).text


def test_every_kind_and_channel_can_be_chosen(client: Client, alice: User) -> None:
    response = client.post(CHOICE, {"mail_pace": "day", "follow-mail": "on"})

    alice.refresh_from_db()
    assert response.status_code == 302
    assert alice.mail_pace == MailPace.DAILY
    assert wishes_of(alice) == {
        (NotificationKind.FOLLOW, Channel.MAIL),
        (NotificationKind.MODERATION, Channel.PAGE),
    }


def test_who_chooses_the_defaults_stores_nothing(client: Client, alice: User) -> None:
    defaults = {f"{kind}-{channel}": "on" for kind, channel in wishes_of(alice)}

    client.post(CHOICE, {"mail_pace": "now"} | defaults)

    assert not NotificationChoice.objects.exists()


def test_an_unknown_pace_is_refused(client: Client, alice: User) -> None:
    assert client.post(CHOICE, {"mail_pace": "hourly"}).status_code == 422
