"""Signing in and out, and the way back in."""

from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.factories import PASSWORD, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

PAGE = "/accounts/login/"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "/\t/evil.example/",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
]


@pytest.fixture
def alice() -> User:
    return make_member("alice", email="alice@example.org")


def sign_in(client: Client, login: str = "alice", password: str = PASSWORD, **more: Any) -> Any:
    return client.post(PAGE, {"login": login, "password": password} | more)


@pytest.mark.parametrize("login", ["alice", "ALICE", "alice@example.org", "Alice@Example.org"])
def test_members_enter_by_name_or_address(client: Client, alice: User, login: str) -> None:
    response = sign_in(client, login)

    assert response.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_the_session_gets_a_new_key(client: Client, alice: User) -> None:
    client.get(PAGE)
    session = client.session
    session["visited"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)

    sign_in(client)

    assert client.session.session_key != session.session_key


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(alice: User) -> None:
    wrong = sign_in(Client(), "alice", "wrong password here")
    unknown = sign_in(Client(), "nobodyhere", "wrong password here")

    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_a_suspended_member_does_not_enter(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)

    sign_in(client)

    assert "_auth_user_id" not in client.session


def test_suspension_ends_the_running_session(client: Client, alice: User) -> None:
    sign_in(client)

    User.objects.filter(pk=alice.pk).update(is_active=False)

    assert client.get("/settings/").status_code == 302


@pytest.mark.parametrize("target", ELSEWHERE)
def test_next_leads_to_no_other_site(client: Client, alice: User, target: str) -> None:
    response = sign_in(client, next=target)

    assert response.headers["Location"] == "/"


def test_next_leads_back_to_a_page_of_ours(client: Client, alice: User) -> None:
    assert sign_in(client, next="/settings/").headers["Location"] == "/settings/"


def test_the_saved_language_is_that_of_the_next_page(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="nl")

    response = sign_in(client)

    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "nl"


def test_without_a_saved_language_the_browsers_stays(client: Client, alice: User) -> None:
    assert settings.LANGUAGE_COOKIE_NAME not in sign_in(client).cookies


def test_guessing_one_members_password_is_throttled(alice: User) -> None:
    for number in range(5):
        sign_in(Client(), password=f"wrong password {number}")

    response = sign_in(Client())

    assert "Too many failed login attempts" in str(response.context["form"].errors)


def test_guessing_from_elsewhere_does_not_lock_out_the_member(alice: User) -> None:
    home, elsewhere = "198.51.100.7", "203.0.113.9"
    sign_in(Client(REMOTE_ADDR=home))
    for number in range(6):
        sign_in(Client(REMOTE_ADDR=elsewhere), password=f"wrong password {number}")

    refused = sign_in(Client(REMOTE_ADDR=elsewhere))
    let_in = sign_in(Client(REMOTE_ADDR=home))

    assert "Too many failed login attempts" in str(refused.context["form"].errors)
    assert let_in.status_code == 302


def test_a_forged_forwarding_header_does_not_get_round_the_throttle(alice: User) -> None:
    answers = [
        Client(headers={"x-forwarded-for": f"203.0.113.{number}"}).post(
            PAGE, {"login": f"name{number}", "password": "wrong password"}
        )
        for number in range(11)
    ]

    assert "Too many failed login attempts" in str(answers[-1].context["form"].errors)


def test_signing_out_needs_a_post(client: Client, alice: User) -> None:
    sign_in(client)

    client.get("/accounts/logout/")
    still_in = "_auth_user_id" in client.session
    client.post("/accounts/logout/")

    assert still_in
    assert "_auth_user_id" not in client.session


def ask_for_reset(address: str) -> Any:
    return Client().post("/accounts/password/reset/", {"email": address})


def test_asking_for_a_new_password_tells_nobody_who_is_a_member(alice: User) -> None:
    known, unknown = ask_for_reset("alice@example.org"), ask_for_reset("nobody@example.org")

    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )


def test_a_new_password_goes_to_the_owner_of_the_address_alone(alice: User) -> None:
    Client().post(
        "/accounts/password/reset/", {"email": ["mallory@example.org", "alice@example.org"]}
    )

    assert [message.to for message in mail.outbox] == [["alice@example.org"]]


def test_the_link_in_the_mail_sets_a_new_password_once(client: Client, alice: User) -> None:
    ask_for_reset("alice@example.org")
    link = next(word for word in str(mail.outbox[0].body).split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = "quite another set of words"

    client.post(form, {"password1": new, "password2": new})

    alice.refresh_from_db()
    assert alice.check_password(new)
    assert "/password/reset/key/" not in client.get(link).headers.get("Location", "")


def test_nul_in_the_name_is_refused(client: Client) -> None:
    assert sign_in(client, "al\0ice").status_code == 400
