"""What no form of ours expects."""

import pytest
from django.test import Client

from feed.models import SiteSettings
from tests.factories import make_member, make_post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/?q=%00", "/search/?q=a%00b", "/tags/%00/", "/members/a%00/", "/?%00=1"]
)
def test_nul_in_an_address_is_a_400(client: Client, path: str) -> None:
    assert client.get(path).status_code == 400


def test_nul_in_a_form_is_a_400(client: Client) -> None:
    client.force_login(make_member("alice"))
    post = make_post()

    assert client.post(f"/posts/{post.pk}/comments/", {"body": "a\0b"}).status_code == 400


def test_lone_surrogates_and_broken_utf8_are_no_error_of_ours(client: Client) -> None:
    client.force_login(make_member("alice"))
    post = make_post()
    body = b"body=%ED%A0%80%FF&parent="

    response = client.post(
        f"/posts/{post.pk}/comments/", body, content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code in (302, 400, 422)


def test_an_empty_form_is_refused_with_words(client: Client) -> None:
    client.force_login(make_member("alice"))

    response = client.post("/write/", {})

    assert response.status_code == 422
    assert response.context["form"].errors["title"]


def test_a_form_of_ten_megabytes_is_a_413_with_words(client: Client) -> None:
    client.force_login(make_member("alice"))

    response = client.post("/write/", {"title": "x", "body": "y" * 10_000_000})

    assert response.status_code == 413
    assert "MB" in response.content.decode()


def test_a_body_beyond_any_form_is_refused_before_it_is_read(client: Client) -> None:
    response = client.post(
        "/write/", data=b"x" * 12_000_001, content_type="application/octet-stream"
    )

    assert response.status_code == 413


def test_a_text_over_the_limit_names_it_and_keeps_it(client: Client) -> None:
    client.force_login(make_member("alice"))

    response = client.post("/write/", {"title": "Long", "body": "y" * 50_001})

    assert response.status_code == 422
    assert "50000" in str(response.context["form"].errors["body"]).replace(",", "")
    assert "y" * 50_001 in response.content.decode()


def test_an_unknown_address_is_a_page_of_the_site(client: Client) -> None:
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert SiteSettings().name in response.content.decode()


def test_the_verification_file_is_served_only_under_its_own_name(client: Client) -> None:
    name = "google0123456789abcdef.html"
    SiteSettings.objects.update_or_create(pk=1, defaults={"google_verification_file": name})

    found, other = client.get(f"/{name}"), client.get("/googlefedcba9876543210.html")

    assert found.content.decode() == f"google-site-verification: {name}"
    assert other.status_code == 404


def test_verification_tokens_are_meta_tags_and_not_text(client: Client) -> None:
    SiteSettings.objects.update_or_create(
        pk=1, defaults={"google_verification": "abc-123", "bing_verification": "b7"}
    )

    page = client.get("/").content.decode()

    assert '<meta name="google-site-verification" content="abc-123">' in page
    assert '<meta name="msvalidate.01" content="b7">' in page
    assert "b7" in client.get("/BingSiteAuth.xml").content.decode()


def test_robots_keeps_crawlers_from_forms(client: Client) -> None:
    assert "Disallow: /write/" in client.get("/robots.txt").content.decode()
