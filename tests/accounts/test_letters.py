"""Mail that a request sends reaches its reader also when the mail server is away: later."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.delivery import letters, rounds
from accounts.models import Letter, Manner, User
from accounts.services.leaving import erase
from tests.factories import make_member
from tests.faults.silent import SilentServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]
RESET = "/accounts/password/reset/"


@pytest.fixture
def away(settings: Settings) -> Iterator[None]:
    """The mail server refuses connections."""
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.accounts.mail_servers.Down"
    yield
    settings.EMAIL_BACKEND = works


def ask_for_reset(client: Client, address: str = "alice@example.org") -> str:
    return str(client.post(RESET, {"email": address}, follow=True).text)


def test_a_link_to_a_new_password_waits_and_goes_out_once(
    client: Client, away: None, settings: Settings, mailoutbox: list[Any]
) -> None:
    make_member("alice")

    page = ask_for_reset(client)
    assert letters.send_due() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    rounds.server.worked()  # its rest is over
    later = timezone.now() + letters.LEASE
    sent = [letters.send_due(now=later) for _ in range(2)]

    assert "goes out as soon as it does" in page
    assert sent == [1, 0]
    assert mailoutbox[0].to == ["alice@example.org"]
    assert "/password/reset/key/" in mailoutbox[0].body
    assert not Letter.objects.exists()


def test_who_signs_up_is_a_member_at_once(client: Client, away: None) -> None:
    form = {"username": "alice", "email": "alice@example.org", "password1": "correct horse battery staple"}  # fmt: skip

    client.post("/accounts/signup/", form)

    assert User.objects.filter(username="alice").exists()
    assert Letter.objects.get().to == "alice@example.org"


def test_an_unknown_address_gets_the_same_answer(client: Client, away: None) -> None:
    make_member("alice")

    known, unknown = (ask_for_reset(Client(), f"{name}@example.org") for name in ("alice", "bob"))

    assert known.replace("alice@", "bob@") == unknown


def test_a_silent_server_is_waited_for_once(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_member("alice")
    monkeypatch.setattr(rounds.server, "_clock", lambda: 100.0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.2

    with SilentServer() as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", silent.port
        for _ in range(3):
            ask_for_reset(client)

    assert silent.calls == 1
    assert Letter.objects.count() == 3


def test_what_nobody_waits_for_any_more_is_forgotten(away: None) -> None:
    old = timezone.now() - letters.STALE_AFTER - timedelta(hours=1)
    Letter.objects.create(to="alice@example.org", subject="x", text="x", created_at=old)

    assert letters.send_due() == 0
    assert not Letter.objects.exists()


def test_who_leaves_takes_unsent_letters_along() -> None:
    alice = make_member("alice")
    Letter.objects.create(to=alice.email, subject="x", text="x")

    erase(alice, manner=Manner.DELETE)

    assert not Letter.objects.exists()
