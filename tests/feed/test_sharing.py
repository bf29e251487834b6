"""Passing a post on, without letting our address lead anywhere."""

import pytest
from django.test import Client

from feed.services import publishing
from tests.factories import make_member, make_post

pytestmark = pytest.mark.django_db

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


def test_an_article_is_passed_on_by_mail_and_mastodon(client: Client) -> None:
    post = make_post(title="Berth & breakfast")

    page = client.get(post.get_absolute_url()).content.decode()

    assert "mailto:?subject=Berth%20%26%20breakfast&amp;body=http" in page
    assert f'href="/share/mastodon/{post.pk}/"' in page


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("mastodon.social", "mastodon.social"),
        (" Mastodon.Social ", "mastodon.social"),
        ("https://mastodon.social/@bob", "mastodon.social"),
        ("@bob@social.example.nl", "social.example.nl"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_a_reader_is_led_to_the_share_page_of_the_server(
    client: Client, typed: str, host: str
) -> None:
    post = make_post(title="Berth & breakfast")

    response = client.get(f"/share/mastodon/{post.pk}/", {"server": typed}, headers=FROM_HERE)

    assert response.status_code == 302
    assert response["Location"].startswith(f"https://{host}/share?text=Berth+%26+breakfast+http")


@pytest.mark.parametrize(
    "typed",
    [
        "", "localhost", "127.0.0.1", "[::1]", "10.1", "evil.example:8080", "bob:pw@evil.example",
        "evil.example?x=", "evil.example#", "javascript:alert(1)", "//evil.example", "http://evil.example",
        "a b.example", "evil.example\\@x", "-a.example", "é" * 260, "x" * 301, "a..example",
    ],
)  # fmt: skip
def test_what_is_no_server_is_refused_with_a_message(client: Client, typed: str) -> None:
    post = make_post()

    response = client.get(f"/share/mastodon/{post.pk}/", {"server": typed}, headers=FROM_HERE)

    assert response.status_code == 422
    assert "errorlist" in response.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
        {"Referer": "https://x.example/"},
    ],
)
def test_a_link_from_elsewhere_opens_the_form_and_leads_nowhere(
    client: Client, headers: dict[str, str]
) -> None:
    response = client.get(
        f"/share/mastodon/{make_post().pk}/", {"server": "evil.example"}, headers=headers
    )

    assert response.status_code == 200
    assert 'value="evil.example"' in response.content.decode()


def test_an_old_browser_is_known_by_its_referrer(client: Client) -> None:
    url = f"/share/mastodon/{make_post().pk}/"

    response = client.get(
        url, {"server": "mastodon.social"}, headers={"Referer": f"http://testserver{url}"}
    )

    assert response.status_code == 302


def test_only_this_page_lets_a_form_lead_away(client: Client) -> None:
    post = make_post()

    here = client.get(f"/share/mastodon/{post.pk}/")["Content-Security-Policy"]
    elsewhere = client.get(post.get_absolute_url())["Content-Security-Policy"]

    assert "form-action 'self' https:" in here
    assert "form-action 'self';" in f"{elsewhere};"


def test_sharing_is_a_page_to_be_read(client: Client) -> None:
    assert client.post(f"/share/mastodon/{make_post().pk}/").status_code == 405


@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_an_unknown_post_is_not_shared(client: Client, pk: int) -> None:
    assert client.get(f"/share/mastodon/{pk}/").status_code == 404


def test_what_is_not_public_is_not_shared_even_by_its_author(client: Client) -> None:
    hidden = publishing.hide_post(make_post())
    statuses = [client.get(f"/share/mastodon/{hidden.pk}/").status_code]

    client.force_login(make_member("alice"))
    statuses.append(client.get(f"/share/mastodon/{hidden.pk}/").status_code)

    assert statuses == [404, 404]
