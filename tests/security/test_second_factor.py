"""A second factor cannot be gone round by a new password, and no code opens twice."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.factories import PASSWORD, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

NEW = "tulip anvil orbit mustard"


@pytest.fixture
def secret(settings: Settings) -> str:
    """Of Alice's app. The code of a moment that has just passed holds here, so that no test depends on the clock."""
    settings.MFA_TOTP_TOLERANCE = 2
    made: str = generate_totp_secret()
    TOTP.activate(make_member("alice"), made)
    return made


def sign_in(code: str, *, password: str = PASSWORD) -> bool:
    """With a browser of its own; whether it is in at the end, which it must not be before the code."""
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": "alice", "password": password})
    assert answer.headers.get("Location", "").startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in browser.session
    browser.post("/accounts/2fa/authenticate/", {"code": code})
    return "_auth_user_id" in browser.session


def code_of(secret: str) -> str:
    now = sorted(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, now[len(now) // 2])))


def test_a_code_is_good_once(secret: str) -> None:
    recovery = RecoveryCodes.activate(User.objects.get()).get_unused_codes()[0]

    for code in (code_of(secret), recovery):
        assert [sign_in(code), sign_in(code)] == [True, False]


def test_a_new_password_does_not_go_round_the_second_factor(secret: str, client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": "alice@example.org"})
    link = next(word for word in str(mail.outbox[0].body).split() if "/reset/key/" in word)

    client.post(client.get(link, follow=True).redirect_chain[-1][0], {"password1": NEW, "password2": NEW})  # fmt: skip

    assert "_auth_user_id" not in client.session
    assert not sign_in("no code", password=NEW)
    assert sign_in(code_of(secret), password=NEW)
