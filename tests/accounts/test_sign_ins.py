"""Who came in to an account, and who tried to: noted for its member and, without names, in the log; sessions end at last."""

import logging
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from time_machine import travel

from accounts.models import SignIn, SignInOutcome
from accounts.sweepers import forget_hints
from tests.factories import PASSWORD, enter_surely, make_member, make_moderator
from tests.feed.api_client import Program
from tests.security.test_second_factor import code_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"


def sign_in(password: str = PASSWORD, *, browser: str = FIREFOX, address: str = "203.0.113.7", name: str = "alice") -> Client:  # fmt: skip
    client = Client(headers={"user-agent": browser}, REMOTE_ADDR=address)
    client.post("/accounts/login/", {"login": name, "password": password})
    return client


def test_the_member_sees_who_came_in_and_who_did_not(caplog: pytest.LogCaptureFixture) -> None:
    alice = make_member("alice")
    caplog.set_level(logging.INFO, "accounts.services.sign_ins")

    for login in ("alice", "alice@example.org", "nobody"):
        sign_in("not the password", name=login, browser=SAFARI)
    page = sign_in().get("/accounts/sessions/").text

    assert page.count("refused: wrong password") == 2
    assert "Safari on iPhone" in page
    assert "signed in with the password" in page
    listed = Program(alice).get("account/sign-ins/").json()
    assert [each["outcome"] for each in listed] == ["password", "wrong-password", "wrong-password"]
    assert [each["device"] for each in listed][:2] == ["Firefox on Windows", "Safari on iPhone"]
    assert Program(make_member("bob")).get("account/sign-ins/").json() == []
    events = [record.event for record in caplog.records]  # type: ignore[attr-defined]
    assert [each["sign_in"] for each in events] == ["wrong-password"] * 3 + ["password"]
    assert not any(word in caplog.text for word in ("alice", "nobody", "203.0.113", "Safari"))


def test_what_is_not_even_looked_at_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    make_member("alice")
    for _ in range(6):
        sign_in("not the password")

    assert [r.event for r in caplog.records if hasattr(r, "event")] == [{"sign_in": "throttled"}]
    assert SignIn.objects.count() == 5


def test_a_wrong_code_is_told_apart_from_a_right_one(settings: Settings) -> None:
    settings.MFA_TOTP_TOLERANCE = 2
    secret = generate_totp_secret()
    TOTP.activate(make_member("alice"), secret)
    client = sign_in()

    client.post("/accounts/2fa/authenticate/", {"code": "000"})
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})

    outcomes = list(SignIn.objects.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == [SignInOutcome.WRONG_CODE, SignInOutcome.FACTOR]


def test_a_sign_in_that_looks_like_somebody_else_is_told_by_mail() -> None:
    make_member("alice", language="nl")

    sign_in()
    sign_in(browser=SAFARI)
    sign_in(address="198.51.100.9")
    assert mail.outbox == []
    sign_in(browser="Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0 Safari/537.36", address="192.0.2.1")  # fmt: skip

    letter = mail.outbox[0]
    assert letter.to == ["alice@example.org"]
    assert "192.0.2.1" in letter.body
    assert "Chrome op Linux" in letter.body
    assert "/accounts/sessions/" in letter.body
    assert list(SignIn.objects.order_by("pk").values_list("is_new", flat=True)) == [False] * 3 + [True]  # fmt: skip


def test_sign_ins_are_forgotten_after_thirty_days() -> None:
    member, now = make_member("alice"), timezone.now()
    for days in (31, 29):
        SignIn.objects.create(member=member, outcome="password", at=now - timedelta(days=days))

    assert forget_hints() == 1
    assert SignIn.objects.get().at == now - timedelta(days=29)


def test_a_second_factor_that_goes_is_told_by_mail(client: Client) -> None:
    alice = make_member("alice")
    enter_surely(client, alice)
    TOTP.activate(alice, generate_totp_secret())

    client.post("/accounts/2fa/totp/deactivate/")

    (letter,) = mail.outbox
    assert "Authenticator App Deactivated" in letter.subject
    assert letter.to == ["alice@example.org"]


@pytest.mark.parametrize(("is_staff", "days"), [(False, 30), (True, 7)])
def test_a_session_ends_at_last_however_often_it_is_used(*, is_staff: bool, days: int) -> None:
    (make_moderator if is_staff else make_member)("alice")
    start = timezone.now()

    with travel(start, tick=False) as clock:
        client = sign_in()
        for day in range(1, days, 5):
            clock.move_to(start + timedelta(days=day))
            session = client.session
            session["seen"] = day
            session.save()
            assert client.get("/settings/").status_code == 200
        clock.move_to(start + timedelta(days=days, seconds=-1))
        assert client.get("/settings/").status_code == 200
        assert session.get_expiry_age() == 1
        clock.move_to(start + timedelta(days=days, seconds=1))
        assert client.get("/settings/").status_code == 302


def test_a_session_that_had_no_end_gets_one(client: Client) -> None:
    client.force_login(make_member("alice"))
    session = client.session
    session["seen"] = 1
    session.save()

    left = client.session["ends_at"] - timezone.now().timestamp()

    assert timedelta(days=29).total_seconds() < left <= timedelta(days=30).total_seconds()


def test_proving_again_who_one_is_changes_the_key_and_not_the_device() -> None:
    make_member("alice")
    client, there = sign_in(), sign_in(browser=SAFARI)
    lost = UserSession.objects.get(user_agent=SAFARI).pk
    before, ending = client.session.session_key, f"/settings/sessions/{lost}/end/"

    asked = [client.post("/accounts/sessions/"), client.post(ending)]
    assert all("/accounts/reauthenticate/" in each["Location"] for each in asked)
    assert there.get("/settings/").status_code == 200
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": ending})

    assert client.session.session_key != before
    assert Client(headers={"cookie": f"sessionid={before}"}).get("/settings/").status_code == 302
    assert there.get("/settings/").status_code == 302
    page = client.get("/accounts/sessions/").text
    assert page.count("this device") == 1
    assert page.count("Firefox on Windows") >= 1
