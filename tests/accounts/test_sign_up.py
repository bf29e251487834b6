"""Becoming a member."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.core.context import request_context
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client, RequestFactory

from accounts.forms.sign_up import SignUpForm
from accounts.models import TrustLevel, User
from tests.factories import PASSWORD, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

PAGE = "/accounts/signup/"


def sign_up(client: Client, **fields: Any) -> Any:
    form = {"username": "alice", "email": "alice@example.org", "password1": PASSWORD} | fields
    return client.post(PAGE, form)


def test_signing_up_makes_a_new_member_and_signs_in(client: Client) -> None:
    response = sign_up(client)

    alice = User.objects.get(username="alice")
    assert response.headers["Location"] == "/"
    assert alice.trust_level == TrustLevel.NEW
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_the_address_is_to_be_confirmed_by_mail(client: Client) -> None:
    sign_up(client)

    assert [message.to for message in mail.outbox] == [["alice@example.org"]]


def test_no_right_comes_with_the_form(client: Client) -> None:
    sign_up(client, is_staff="1", is_superuser="1", trust_level="4", groups="1", is_active="0")

    alice = User.objects.get(username="alice")
    assert (alice.is_staff, alice.is_superuser, alice.is_active) == (False, False, True)
    assert alice.trust_level == TrustLevel.NEW
    assert not alice.groups.exists()


@pytest.mark.parametrize(
    "username",
    [
        *("admin", "Write", "mode-rator", "a", "", "x" * 31, "-alice", "ali ce", "ali@ce"),
        *("<script>", "alice/..", "\u0430lice", "\uff41lice", "alice\u202e"),
    ],
)
def test_names_that_mislead_are_refused(client: Client, username: str) -> None:
    response = sign_up(client, username=username)

    assert response.status_code == 200
    assert response.context["form"].errors["username"]
    assert User.objects.count() == 0


def test_a_name_is_taken_whatever_its_case(client: Client) -> None:
    make_member("alice", email="first@example.org")

    response = sign_up(client, username="ALICE")

    assert "username" in response.context["form"].errors
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "password", ["short", "1234567890123", "password1234", "alice@example.org"]
)
def test_weak_passwords_are_refused(client: Client, password: str) -> None:
    response = sign_up(client, password1=password)

    assert response.context["form"].errors["password1"]


def test_a_refused_form_comes_back_filled_in_but_for_the_password(client: Client) -> None:
    response = sign_up(client, username="root", email="mine@example.org")

    assert 'value="root"' in response.text
    assert 'value="mine@example.org"' in response.text
    assert PASSWORD not in response.text


def test_a_known_address_gets_the_same_answer_as_an_unknown_one() -> None:
    make_member("alice", email="alice@example.org")

    known = sign_up(Client(), username="bob", email="alice@example.org")
    unknown = sign_up(Client(), username="carol", email="carol@example.org")

    assert (known.status_code, known.headers["Location"]) == (302, "/")
    assert (unknown.status_code, unknown.headers["Location"]) == (302, "/")


def test_who_borrows_an_address_does_not_enter_by_it() -> None:
    alice = make_member("alice", email="alice@example.org")
    sign_up(
        Client(), username="mallory", email="alice@example.org", password1="mallory's own words"
    )
    browser = Client()

    browser.post("/accounts/login/", {"login": "alice@example.org", "password": PASSWORD})

    assert browser.session["_auth_user_id"] == str(alice.pk)


def test_of_two_who_take_a_name_at_once_the_second_gets_the_form_back(rf: RequestFactory) -> None:
    request = rf.post(PAGE)
    request.user = AnonymousUser()
    data = {"username": "Alice", "email": "second@example.org", "password1": PASSWORD}
    with request_context(request):
        form = SignUpForm(data)
        assert form.is_valid()
        make_member("alice")

        user, response = form.try_save(request)

    assert user is None
    assert response is not None
    assert response.status_code == 409
    assert form.errors == {"username": ["This username is taken."]}


def test_nul_in_a_field_is_refused(client: Client) -> None:
    assert sign_up(client, username="al\0ice").status_code == 400


def test_floods_of_new_members_are_throttled() -> None:
    answers: Iterator[Any] = (
        sign_up(Client(), username=f"bot{number}", email=f"bot{number}@example.org")
        for number in range(21)
    )

    assert [answer.status_code for answer in answers][-1] == 429


def test_other_methods_are_refused(client: Client) -> None:
    assert client.delete(PAGE).status_code == 405
