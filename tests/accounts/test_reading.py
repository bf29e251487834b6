"""How a member likes to read: language, clock, theme, size of the text."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import escape

from accounts.models import TextSize, Theme, User
from tests.factories import PASSWORD, make_member

pytestmark = pytest.mark.django_db

PAGE = "/settings/reading/"


@pytest.fixture
def alice(client: Client) -> User:
    alice = make_member("alice")
    client.force_login(alice)
    return alice


def send(client: Client, **fields: Any) -> Any:
    words = {"language": "", "time_zone": "", "theme": "auto", "text_size": "m"}
    return client.post(PAGE, words | fields)


def test_the_language_is_saved_and_remembered_by_the_browser(client: Client, alice: User) -> None:
    response = send(client, language="nl")

    alice.refresh_from_db()
    assert alice.language == "nl"
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "nl"
    assert client.get(PAGE).headers["Content-Language"] == "nl"


def test_the_language_can_be_left_to_the_browser_again(client: Client, alice: User) -> None:
    send(client, language="nl")

    response = send(client, language="")

    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == ""


def test_theme_and_text_size_are_saved_and_remembered_by_the_browser(
    client: Client, alice: User
) -> None:
    response = send(client, theme="dark", text_size="xl")

    alice.refresh_from_db()
    assert (alice.theme, alice.text_size) == (Theme.DARK, TextSize.HUGE)
    assert response.cookies["theme"].value == "dark"
    assert response.cookies["text_size"].value == "xl"


def test_the_server_writes_the_looks_of_a_member(client: Client, alice: User) -> None:
    send(client, theme="dark", text_size="l")

    assert 'data-theme="dark" data-text-size="l"' in client.get("/").text


def test_a_page_for_everybody_says_nothing_of_looks(client: Client) -> None:
    client.cookies["theme"] = "dark"

    assert "data-theme=" not in client.get("/").text


def test_signing_in_brings_the_looks_along(client: Client) -> None:
    make_member("alice", theme=Theme.DARK, text_size=TextSize.LARGE, language="nl")

    response = client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})

    remembered = {name: response.cookies[name].value for name in ("theme", "text_size")}
    assert remembered == {"theme": "dark", "text_size": "l"}


@pytest.mark.parametrize(
    "fields",
    [
        {"language": "xx"},
        {"theme": "sepia"},
        {"text_size": "gigantic"},
        {"theme": ""},
    ],
)
def test_bad_fields_are_refused(client: Client, alice: User, fields: dict[str, str]) -> None:
    response = send(client, **fields)

    assert response.status_code == 422
    assert "errorlist" in response.text


@pytest.mark.parametrize("name", ["Europe/Atlantis", "../../etc/passwd", "x" * 60, "<b>UTC</b>"])
def test_a_zone_that_does_not_exist_is_refused_by_name(
    client: Client, alice: User, name: str
) -> None:
    response = send(client, time_zone=name)

    assert response.status_code == 422
    assert f"There is no time zone “{escape(name)}”. Choose one of the list." in response.text
    assert not User.objects.exclude(time_zone="").exists()


def test_a_zone_that_exists_no_more_breaks_nothing(client: Client, alice: User) -> None:
    User.objects.update(time_zone="Mars/Olympus_Mons")

    assert client.get(PAGE).status_code == 200


def test_the_button_keeps_the_theme_without_a_script(client: Client, alice: User) -> None:
    response = client.post("/settings/theme/", {"theme": "dark", "next": "/hot/"})

    alice.refresh_from_db()
    assert alice.theme == Theme.DARK
    assert response.headers["Location"] == "/hot/"


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", ""],
)
def test_the_button_leads_to_this_site_only(client: Client, alice: User, wanted: str) -> None:
    response = client.post("/settings/theme/", {"theme": "dark", "next": wanted})

    assert response.headers["Location"] == "/"


def test_a_theme_that_we_do_not_have_is_refused(client: Client, alice: User) -> None:
    assert client.post("/settings/theme/", {"theme": "sepia"}).status_code == 400


@pytest.mark.parametrize("method", ["put", "delete"])
def test_other_methods_are_refused(client: Client, alice: User, method: str) -> None:
    assert getattr(client, method)(PAGE).status_code == 405
    assert client.get("/settings/theme/").status_code == 405


def test_visitors_are_asked_to_sign_in(client: Client) -> None:
    assert client.get(PAGE).headers["Location"] == f"/accounts/login/?next={PAGE}"
