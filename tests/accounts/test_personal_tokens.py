"""Keys for a member's programs, and the page where they are made."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.errors import TooManyTokensError
from accounts.models import PersonalToken, Scope, User
from accounts.services import personal_tokens
from tests.factories import enter_surely, make_member

pytestmark = pytest.mark.django_db

PAGE = "/settings/tokens/"
TYPED = {"name": "My  reader", "scopes": ["read", "posts:write"], "days": "30"}


def make_token(
    member: User, *scopes: Scope, lifetime: timedelta = timedelta(days=1)
) -> tuple[PersonalToken, str]:
    return personal_tokens.make_token(
        member=member, name="test", scopes=scopes or (Scope.READ,), lifetime=lifetime
    )


@pytest.fixture
def alice(client: Client) -> User:
    alice = make_member("alice")
    enter_surely(client, alice)
    return alice


def test_a_new_key_is_shown_once_and_stored_as_a_digest(client: Client, alice: User) -> None:
    response = client.post(PAGE, TYPED)

    key = re.search(r'value="(bsk_[\w-]+)"', response.text)
    token = PersonalToken.objects.get(member=alice)
    assert response.status_code == 201
    assert key
    assert (token.name, token.scopes) == ("My reader", ["read", "posts:write"])
    assert key[1] not in repr(vars(token))
    assert key[1] not in client.get(PAGE).text


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"scopes": []}, {"scopes": ["all"]}, {"days": "9999"}]
)
def test_a_refused_form_makes_nothing(
    client: Client, alice: User, wrong: dict[str, object]
) -> None:
    response = client.post(PAGE, TYPED | wrong)

    assert response.status_code == 422
    assert not PersonalToken.objects.exists()


def test_strangers_are_led_to_sign_in(client: Client) -> None:
    assert client.get(PAGE).url.startswith("/accounts/login/")  # type: ignore[attr-defined]


def test_a_token_is_revoked_by_its_member_only(client: Client, alice: User) -> None:
    mine, key = make_token(alice)
    others, _key = make_token(make_member("bob"))

    answers = [
        client.post(f"{PAGE}{token.pk}/revoke/").status_code for token in (mine, others, mine)
    ]

    assert answers == [302, 404, 404]
    assert personal_tokens.token_of(key) is None
    assert PersonalToken.objects.get() == others


def test_an_expired_token_opens_nothing() -> None:
    token, key = make_token(make_member("alice"))

    assert personal_tokens.token_of(key) == token
    assert personal_tokens.token_of(key, now=timezone.now() + timedelta(days=2)) is None


def test_a_suspended_member_has_no_token() -> None:
    alice = make_member("alice")
    _token, key = make_token(alice)

    User.objects.filter(pk=alice.pk).update(is_active=False)

    assert personal_tokens.token_of(key) is None


def test_use_is_noted_to_the_minute() -> None:
    token, key = make_token(make_member("alice"))
    now = timezone.now()

    for seconds in (0, 30):
        personal_tokens.token_of(key, now=now + timedelta(seconds=seconds))
    token.refresh_from_db()
    first = token.used_at
    personal_tokens.token_of(key, now=now + timedelta(seconds=90))
    token.refresh_from_db()

    assert (first, token.used_at) == (now, now + timedelta(seconds=90))


def test_there_is_a_limit_to_keys() -> None:
    alice = make_member("alice")
    for _number in range(personal_tokens.MAX_TOKENS):
        make_token(alice)

    with pytest.raises(TooManyTokensError):
        make_token(alice)
