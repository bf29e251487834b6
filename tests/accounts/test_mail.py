"""Notifications go out by mail, once, and stop when a member says so."""

from datetime import timedelta
from email.message import EmailMessage as Parsed
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.delivery import mail, rounds
from accounts.delivery.claims import LEASE, STALE_AFTER, claim
from accounts.models import MailPace, Notification, NotificationKind, User
from accounts.services.notifications import notify, open_all
from accounts.tokens import unsubscribe_token
from tests.factories import make_member

pytestmark = pytest.mark.django_db

Outbox = list[Any]


@pytest.fixture
def alice() -> User:
    return make_reader("alice")


def make_reader(name: str, **fields: Any) -> User:
    """A member whose address is confirmed."""
    member = make_member(name, **fields)
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


def answer(*members: User, number: int = 1, title: str = "Herons reach the play-offs") -> None:
    notify(
        recipient_pks=[member.pk for member in members],
        kind=NotificationKind.REPLY,
        actor=make_member("bob"),
        subject=f"comment:{number}",
        title=title,
        url="/posts/12/#comment-1",
    )


def due() -> int:
    return Notification.objects.filter(mail_due_at__isnull=False).count()


def test_an_answer_comes_by_mail_once(alice: User, mailoutbox: Outbox) -> None:
    answer(alice)

    sent = [mail.send_due(), mail.send_due()]

    assert sent == [1, 0]
    assert mailoutbox[0].subject == "bob answers you – Herons reach the play-offs"
    assert mailoutbox[0].to == ["alice@example.org"]
    assert due() == 0


def test_the_message_has_a_text_and_a_page_with_whole_addresses(
    alice: User, mailoutbox: Outbox, settings: Settings
) -> None:
    settings.BASE_URL = "https://news.example.org"
    answer(alice)

    mail.send_due()

    [(page, kind)] = mailoutbox[0].alternatives
    assert kind == "text/html"
    assert "https://news.example.org/posts/12/#comment-1" in mailoutbox[0].body
    assert 'href="https://news.example.org/posts/12/#comment-1"' in page


def test_one_click_stops_all_mail(alice: User, mailoutbox: Outbox, client: Client) -> None:
    answer(alice)
    mail.send_due()
    headers = mailoutbox[0].extra_headers
    stop_path = headers["List-Unsubscribe"].strip("<>").partition("/settings")[2]

    done = Client(enforce_csrf_checks=True).post(
        f"/settings{stop_path}", {"List-Unsubscribe": "One-Click"}
    )

    alice.refresh_from_db()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert done.status_code == 200
    assert alice.mail_pace == MailPace.NEVER


def test_a_mail_scanner_that_follows_the_link_changes_nothing(alice: User, client: Client) -> None:
    page = client.get(f"/settings/unsubscribe/{unsubscribe_token(alice)}/")

    alice.refresh_from_db()
    assert "Shall we stop" in page.text
    assert alice.mail_pace == MailPace.AT_ONCE


def test_once_a_day_is_offered_instead(alice: User, client: Client) -> None:
    client.post(f"/settings/unsubscribe/{unsubscribe_token(alice)}/", {"pace": "day"})

    alice.refresh_from_db()
    assert alice.mail_pace == MailPace.DAILY


@pytest.mark.parametrize("token", ["1", "1:junk", "x:y:z", "%00"])
def test_a_key_that_we_did_not_make_opens_nothing(client: Client, token: str) -> None:
    make_member("alice")

    assert client.post(f"/settings/unsubscribe/{token}/").status_code in {400, 404}


def test_what_waits_is_not_sent_after_the_stop(alice: User, mailoutbox: Outbox) -> None:
    answer(alice)
    User.objects.update(mail_pace=MailPace.NEVER)

    assert mail.send_due() == 0
    assert (due(), mailoutbox) == (0, [])


def test_a_day_comes_in_one_message(alice: User, mailoutbox: Outbox) -> None:
    User.objects.update(mail_pace=MailPace.DAILY)
    for number in range(3):
        answer(alice, number=number)

    assert mail.send_due() == 0
    assert mail.send_due(now=timezone.now() + timedelta(days=1)) == 1

    assert mailoutbox[0].subject == "3 notifications"
    assert mailoutbox[0].body.count("Herons reach") == 3


def test_what_was_read_meanwhile_is_not_sent(alice: User, mailoutbox: Outbox) -> None:
    answer(alice)
    open_all(alice)

    assert mail.send_due() == 0


def test_an_address_that_nobody_confirmed_gets_no_mail(mailoutbox: Outbox) -> None:
    answer(make_member("victim"))

    assert mail.send_due() == 0
    assert due() == 0


def test_members_read_mail_in_their_own_language(mailoutbox: Outbox) -> None:
    answer(make_reader("jan", language="nl"))

    mail.send_due()

    assert mailoutbox[0].subject == "bob antwoordt je – Herons reach the play-offs"


def test_while_the_server_is_down_nothing_is_lost(
    alice: User, mailoutbox: Outbox, settings: Settings
) -> None:
    answer(alice)
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.accounts.mail_servers.Down"
    assert mail.send_due() == 0
    settings.EMAIL_BACKEND = works
    rounds.server.worked()  # its rest is over

    assert mail.send_due(now=timezone.now() + LEASE * 2) == 1


def test_an_address_that_is_refused_for_good_is_not_tried_again(
    alice: User, settings: Settings
) -> None:
    answer(alice)
    settings.EMAIL_BACKEND = "tests.accounts.mail_servers.Refusing"

    mail.send_due()

    assert due() == 0


def test_two_workers_never_send_the_same(alice: User) -> None:
    answer(alice)
    now = timezone.now()

    claims = [claim(alice, field="mail_due_at", now=now + timedelta(seconds=n)) for n in range(2)]

    assert [len(each.rows) for each in claims] == [1, 0]


def test_news_that_comes_while_a_message_is_sent_stays_due(alice: User) -> None:
    answer(alice)
    claimed = claim(alice, field="mail_due_at", now=timezone.now())
    Notification.objects.update(mail_due_at=timezone.now())  # another actor

    claimed.settle()

    assert due() == 1


def test_stale_news_is_left_to_the_page(alice: User, mailoutbox: Outbox) -> None:
    answer(alice)

    assert mail.send_due(now=timezone.now() + STALE_AFTER + timedelta(hours=1)) == 0
    assert due() == 0


def test_a_title_cannot_add_a_header(alice: User, mailoutbox: Outbox) -> None:
    answer(alice, title="Herons\r\nBcc: everybody@example.org")

    mail.send_due()

    message: Parsed = mailoutbox[0].message()
    assert message["Bcc"] is None


def test_a_hostile_title_is_text_in_the_page(alice: User, mailoutbox: Outbox) -> None:
    answer(alice, title="<script>alert(1)</script>")

    mail.send_due()

    assert "<script>" not in mailoutbox[0].alternatives[0][0]
