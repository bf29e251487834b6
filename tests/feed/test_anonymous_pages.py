"""What a proxy needs: a page for strangers is the same for every one of them."""

import pytest
from django.test import Client

from tests.factories import make_post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/", "/hot/", "/categories/harbour/", "/search/?q=harbour", "post"]
)
def test_two_strangers_get_the_same_bytes_and_no_cookie(path: str) -> None:
    post = make_post()
    path = post.get_absolute_url() if path == "post" else path

    one, other = Client().get(path), Client().get(path)

    assert not one.cookies
    assert _without_tokens(one.content) == _without_tokens(other.content)


def _without_tokens(page: bytes) -> list[bytes]:
    """The page's lines but for signed tokens, which name the second in which they were made."""
    marks = (b"data-beacon-", b"data-context=")
    return [line for line in page.splitlines() if not any(mark in line for mark in marks)]


def test_a_stranger_chooses_a_language_without_a_token() -> None:
    client = Client(enforce_csrf_checks=True)

    client.post("/language/", {"language": "nl", "next": "/"})

    assert client.get("/").headers["Content-Language"] == "nl"


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_choosing_a_language_leads_to_no_other_site(client: Client, target: str) -> None:
    response = client.post("/language/", {"language": "nl", "next": target})

    assert response["Location"] == "/"


def test_a_language_is_not_chosen_by_reading(client: Client) -> None:
    assert client.get("/language/").status_code == 405
