"""Notifications reach the browsers that members allowed, and no others."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from py_vapid import Vapid02
from pytest_django import Settings

from accounts.delivery import push
from accounts.delivery.claims import LEASE
from accounts.delivery.keys import public_key, site_key
from accounts.models import Notification, NotificationKind, PushKey, PushSubscription, User
from accounts.services.notifications import notify
from accounts.services.pushing import MAX_SUBSCRIPTIONS, subscribe
from tests.accounts.push_service import AUTH, ENDPOINT, Browser, packed
from tests.factories import make_member

pytestmark = pytest.mark.django_db

ADDRESS = "/settings/push/"


@pytest.fixture
def alice(client: Client) -> User:
    alice = make_member("alice")
    client.force_login(alice)
    return alice


def answer(member: User, *, title: str = "Herons reach the play-offs") -> None:
    notify(
        recipient_pks=[member.pk], kind=NotificationKind.REPLY, actor=make_member("bob"),
        subject="comment:1", title=title, url="/posts/12/",
    )  # fmt: skip


def due() -> int:
    return Notification.objects.filter(push_due_at__isnull=False).count()


def test_an_answer_reaches_the_browser_once_and_only_that_browser_can_read_it(alice: User) -> None:
    browser = Browser()
    subscribe(alice, **browser.keys)
    answer(alice)

    assert [push.send_due(post=browser.post), push.send_due(post=browser.post)] == [1, 0]

    [shown] = browser.shown()
    assert (shown["title"], shown["body"], shown["url"]) == (
        "bob answers you",
        "Herons reach the play-offs",
        "/posts/12/",
    )
    assert b"Herons" not in browser.taken[0][2]


def test_the_site_signs_what_it_sends(alice: User) -> None:
    browser = Browser()
    subscribe(alice, **browser.keys)
    answer(alice)

    push.send_due(post=browser.post)

    [(url, headers, _body)] = browser.taken
    assert url == ENDPOINT
    assert headers["Authorization"].endswith(f"k={public_key()}")
    assert Vapid02.verify(headers["Authorization"])


def test_a_long_title_stays_a_small_message(alice: User) -> None:
    browser = Browser()
    subscribe(alice, **browser.keys)
    answer(alice, title="ü" * 200)

    push.send_due(post=browser.post)

    assert len(browser.taken[0][2]) < 1000


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_went_away_is_removed(alice: User, status: int) -> None:
    browser = Browser(status=status)
    subscribe(alice, **browser.keys)
    answer(alice)

    assert push.send_due(post=browser.post) == 0

    assert not PushSubscription.objects.exists()
    assert due() == 0


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_service_is_asked_again_later(alice: User, status: int) -> None:
    browser = Browser(status=status)
    subscribe(alice, **browser.keys)
    answer(alice)
    push.send_due(post=browser.post)
    browser.status = 201

    assert push.send_due(post=browser.post) == 0
    assert push.send_due(now=timezone.now() + LEASE + timedelta(seconds=1), post=browser.post) == 1


def test_without_a_browser_nothing_waits(alice: User) -> None:
    answer(alice)

    push.send_due(post=Browser().post)

    assert due() == 0


def test_tests_send_nothing_to_the_world(alice: User) -> None:
    subscribe(alice, **Browser().keys)
    answer(alice)

    assert push.send_due() == 0
    assert due() == 1


def test_the_key_is_made_once() -> None:
    assert public_key() == public_key()
    assert PushKey.objects.count() == 1


def test_the_environment_may_bring_the_key(settings: Settings) -> None:
    settings.VAPID_KEY = packed(
        site_key().private_key.private_numbers().private_value.to_bytes(32, "big")
    )
    expected = public_key()
    PushKey.objects.all().delete()

    assert public_key() == expected
    assert not PushKey.objects.exists()


def test_a_browser_subscribes_and_ends_it(client: Client, alice: User) -> None:
    browser = Browser()

    assert client.post(ADDRESS, browser.keys).status_code == 204
    assert PushSubscription.objects.get().member == alice

    assert client.post(f"{ADDRESS}end/", {"endpoint": browser.endpoint}).status_code == 204
    assert not PushSubscription.objects.exists()


def test_who_signs_in_next_takes_the_browser_over(client: Client, alice: User) -> None:
    browser = Browser()
    subscribe(make_member("bob"), **browser.keys)

    client.post(ADDRESS, browser.keys)

    assert PushSubscription.objects.get().member == alice


def test_nobody_ends_what_is_not_his(client: Client, alice: User) -> None:
    browser = Browser()
    subscribe(make_member("bob"), **browser.keys)

    client.post(f"{ADDRESS}end/", {"endpoint": browser.endpoint})

    assert PushSubscription.objects.count() == 1


def test_there_is_a_limit(alice: User) -> None:
    for number in range(MAX_SUBSCRIPTIONS + 3):
        subscribe(alice, **Browser(endpoint=f"https://push.example.org/{number}").keys)

    assert PushSubscription.objects.count() == MAX_SUBSCRIPTIONS
    assert not PushSubscription.objects.filter(endpoint="https://push.example.org/0").exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"endpoint": "http://push.example.org/"},
        {"endpoint": "javascript:alert(1)"},
        {"endpoint": ""},
        {"p256dh": "AAAA"},
        {"p256dh": "!!!"},
        {"auth": "AAAA"},
        {"auth": packed(AUTH * 2)},
        {"endpoint": "https://push.example.org/" + "x" * 1000},
    ],
)
def test_what_is_no_subscription_is_refused(
    client: Client, alice: User, bad: dict[str, str]
) -> None:
    assert client.post(ADDRESS, Browser().keys | bad).status_code == 400
    assert not PushSubscription.objects.exists()


def test_visitors_cannot_subscribe(client: Client) -> None:
    assert client.post(ADDRESS, Browser().keys).status_code == 302
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}end/"])
def test_looking_does_nothing(client: Client, alice: User, address: str) -> None:
    assert client.get(address).status_code == 405
