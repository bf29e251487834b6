"""Passwords as ASVS asks for them: any letters, as many as one likes, taken as typed, and nothing that the site's name suggests."""

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import Settings

from tests.factories import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

LONG = (
    " Vier Möwen  zählen 鷗 bis hundert und eins, jede zweimal, und fliegen dann heim zum Leuchtturm "
    * 2
)


def test_a_long_password_with_blanks_is_taken_as_typed() -> None:
    alice = make_member("alice")
    alice.set_password(LONG)
    alice.save()
    validate_password(LONG, alice)

    for typed, is_in in (
        (LONG.strip(), False),
        (LONG.swapcase(), False),
        (LONG[:72], False),
        (LONG, True),
    ):
        browser = Client()
        browser.post("/accounts/login/", {"login": "alice", "password": typed})
        assert ("_auth_user_id" in browser.session) is is_in, typed


def test_the_old_password_is_asked_for(client: Client) -> None:
    alice = make_member("alice")
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")

    for old in ("", "not this one"):
        client.post(
            "/accounts/password/change/", {"oldpassword": old, "password1": LONG, "password2": LONG}
        )

    alice.refresh_from_db()
    assert not alice.check_password(LONG)


def test_password_fields_are_masked_and_open_to_password_managers(client: Client) -> None:
    for address, kind in (
        ("/accounts/login/", "current-password"),
        ("/accounts/signup/", "new-password"),
    ):
        fields = re.findall(
            r'<input[^>]+name="password1?"[^>]*>', client.get(address).content.decode()
        )
        assert len(fields) == 1
        assert 'type="password"' in fields[0]
        assert f'autocomplete="{kind}"' in fields[0]
        assert "onpaste" not in fields[0]


@pytest.mark.parametrize("password", ["broadsheet-2026", "Moderator2026!", "harbourgazette26"])
def test_the_sites_own_words_make_no_password(password: str, settings: Settings) -> None:
    settings.BASE_URL = "https://harbourgazette.example"

    with pytest.raises(ValidationError, match="easily guessed"):
        validate_password(password, make_member("alice"))


def test_any_kind_of_letters_makes_a_password() -> None:
    for password in ("8204 9317 5526 0", "hgrwqmzkdtb", "QXWVKDZPHTG", "!%,;(§=}~^&#"):
        validate_password(password, make_member("alice"))
    with pytest.raises(ValidationError):
        validate_password("1234567890123", make_member("alice"))
