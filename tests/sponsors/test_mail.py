"""The place in the daily mail: labelled, in words alone, sold by what a mail can prove."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone, translation
from pytest_django import Settings

from accounts.delivery import mail
from accounts.models import MailPace, Notification, User
from config.redis import Client as Redis
from counting.drain import drain_all
from sponsors.errors import FlightNotReadyError
from sponsors.models import (
    Creative,
    CreativeTotal,
    Flight,
    FlightStatus,
    HiddenSponsor,
    InvalidTotal,
    SlotTotal,
    SponsoringPolicy,
)
from sponsors.services.flights import start_flight
from tests.accounts.test_mail import answer
from tests.counting.reporting import BROWSER
from tests.factories import make_member
from tests.sponsors.factories import make_creative, make_flight, make_slot

pytestmark = pytest.mark.django_db

DIGEST = ("email-digest",)
Outbox = list[Any]


@pytest.fixture
def alice(redis: Redis) -> User:
    """She wants her mail once a day."""
    alice = make_member("alice", mail_pace=MailPace.DAILY)
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    return alice


def book(**terms: Any) -> Creative:
    sold: dict[str, Any] = {"price_model": "cpc", "price_cents": 50} | terms
    return make_creative(flight=make_flight(slots=DIGEST, **sold))


def sent_to(alice: User, outbox: Outbox, *, number: int = 1) -> tuple[str, str]:
    """The text and the HTML of the mail that an answer brings her."""
    answer(alice, number=number)
    Notification.objects.update(mail_due_at=timezone.now())
    mail.send_due()
    return outbox[-1].body, outbox[-1].alternatives[0][0]


def test_one_creative_stands_below_the_news_labelled_and_without_anything_to_load(
    alice: User, mailoutbox: Outbox, settings: Settings
) -> None:
    settings.BASE_URL = "https://news.example.org"
    for sponsor in ("Ropery Tideman", "Harbour Bakery"):
        make_creative(flight=make_flight(sponsor=sponsor, slots=DIGEST, price_model="flat"))

    text, html = sent_to(alice, mailoutbox)

    for part in (text, html):
        assert part.index("Herons reach the play-offs") < part.index("Sponsor")
        assert part.count("Rope that holds") == 1
        assert "https://news.example.org/sponsors/click/" in part
        assert "https://news.example.org/sponsors/why/" in part
    assert re.search(r"Sponsor: (Ropery Tideman|Harbour Bakery)", text)
    assert 'rel="sponsored noopener"' in html
    assert not re.search(r"<img|url\(|src=|background=|<link|@import", html)


def test_a_click_counts_once_within_a_week_and_nothing_else_counts(
    alice: User, mailoutbox: Outbox, redis: Redis, client: Client
) -> None:
    creative = book()
    text, _html = sent_to(alice, mailoutbox)
    (path,) = re.findall(r"/sponsors/click/\S+", text)
    reader = Client(headers={"user-agent": BROWSER})

    answers = [reader.get(path), reader.get(path)]
    drain_all(redis=redis)

    assert [answer["Location"] for answer in answers] == [creative.landing_url] * 2
    total = CreativeTotal.objects.get()
    assert (total.click_count, total.viewable_count, total.impression_count) == (1, 0, 0)
    assert InvalidTotal.objects.get().reason == "replayed"
    asked = SlotTotal.objects.get(slot=make_slot("email-digest"))
    assert (asked.decision_count, asked.filled_count) == (1, 1)
    assert "In the e-mail digest" in reader.get(path.replace("click", "why", 1)).text


@pytest.mark.parametrize(("days", "counted"), [(6, 1), (8, 0)])
def test_a_mail_may_lie_for_a_week(
    alice: User, mailoutbox: Outbox, time_machine: Any, days: int, counted: int
) -> None:
    book(ends_at=timezone.now() + timedelta(days=30))
    text, _html = sent_to(alice, mailoutbox)
    (path,) = re.findall(r"/sponsors/click/\S+", text)

    time_machine.move_to(timezone.now() + timedelta(days=days))
    Client(headers={"user-agent": BROWSER}).get(path)

    assert sum(CreativeTotal.objects.values_list("click_count", flat=True)) == counted


def hide(alice: User, creative: Creative) -> None:
    HiddenSponsor.objects.create(member=alice, sponsor=creative.sponsor)


def spare(_alice: User, _creative: Creative) -> None:
    SponsoringPolicy.objects.update_or_create(
        pk=SponsoringPolicy.ONLY, defaults={"ad_free_from": 1}
    )


def want_at_once(alice: User, _creative: Creative) -> None:
    User.objects.filter(pk=alice.pk).update(mail_pace=MailPace.AT_ONCE)


def sell_by_impression(_alice: User, creative: Creative) -> None:
    Flight.objects.filter(pk=creative.flight_id).update(price_model="cpm")


@pytest.mark.parametrize("case", [hide, spare, want_at_once, sell_by_impression])
def test_no_sponsor_is_in_the_mail_of_who_hid_him_is_spared_wants_it_at_once_or_cannot_be_billed(
    alice: User, mailoutbox: Outbox, case: Any
) -> None:
    case(alice, book())

    text, html = sent_to(alice, mailoutbox)

    assert "Sponsor" not in text + html


def test_one_reader_is_not_sent_it_more_often_than_the_cap_says(
    alice: User, mailoutbox: Outbox
) -> None:
    book(frequency_cap=1)

    first, second = (sent_to(alice, mailoutbox, number=number)[0] for number in (1, 2))

    assert ("Sponsor:" in first, "Sponsor:" in second) == (True, False)


def test_the_house_fills_what_is_not_sold_in_the_members_language(
    alice: User, mailoutbox: Outbox
) -> None:
    User.objects.filter(pk=alice.pk).update(language="nl")
    make_creative(flight=make_flight(sponsor="The site", slots=DIGEST), is_house=True)

    text, _html = sent_to(alice, mailoutbox)

    with translation.override("nl"):
        assert str(translation.gettext("Why this?")) in text
    assert "The site" in text


def test_mail_goes_out_without_a_sponsor_while_redis_is_down(
    mailoutbox: Outbox, redis_down: None
) -> None:
    alice = make_member("alice", mail_pace=MailPace.DAILY)
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    book()

    text, _html = sent_to(alice, mailoutbox)

    assert "Herons reach the play-offs" in text
    assert "Sponsor" not in text


@pytest.mark.parametrize(
    "terms",
    [
        {"price_model": "cpm", "price_cents": 900},
        {"price_model": "flat", "price_cents": 900, "quantity": 100},
    ],
)
def test_impressions_in_mail_cannot_be_sold(terms: dict[str, Any]) -> None:
    creative = book(status=FlightStatus.DRAFT, **terms)

    with pytest.raises(FlightNotReadyError, match="cannot prove impressions"):
        start_flight(creative.flight, now=timezone.now())
