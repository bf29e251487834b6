"""Kept pages: what is kept, for whom, how it is answered with."""

import gzip
import re

import brotli
import pytest
from django.test import Client
from pytest_django import Settings

from config.inline import source_of
from config.redis import Client as Redis
from tests.config.strangers import Site
from tests.factories import make_category, make_member, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(redis: Redis) -> Site:
    return Site()


@pytest.mark.parametrize(
    "path",
    [
        "/", "/hot/", "/categories/", "/categories/harbour/", "/search/?q=harbour", "/members/alice/", "post",
        "/robots.txt", "/api/v1/posts/", "/api/v1/posts/?page_size=5", "/api/v1/categories/",
    ],
)  # fmt: skip
def test_a_page_is_made_once(site: Site, path: str) -> None:
    post = make_post()
    path = post.get_absolute_url() if path == "post" else path

    first, second = site.get(path), site.get(path)

    assert (first.status, second.status, site.made) == (200, 200, 1)
    assert first.body == second.body


def test_another_process_finds_the_page_in_redis(site: Site) -> None:
    site.get("/")
    other = Site()

    assert other.get("/").body == site.get("/").body
    assert other.made == 0


def test_languages_have_pages_of_their_own(site: Site) -> None:
    make_post()

    english, dutch = site.get("/"), site.get("/", accept_language="nl-BE,nl;q=0.9,en;q=0.5")
    chosen = site.get("/", cookie="django_language=nl; theme=dark")

    assert (english.headers["Content-Language"], dutch.headers["Content-Language"]) == ("en", "nl")
    assert chosen.body == dutch.body
    assert site.made == 2


def test_a_page_is_sent_as_the_browser_reads_it(site: Site) -> None:
    plain = site.get("/")
    small, smaller = (
        site.get("/", accept_encoding="gzip"),
        site.get("/", accept_encoding="gzip, br"),
    )

    assert gzip.decompress(small.body) == brotli.decompress(smaller.body) == plain.body
    assert (small.headers["Content-Encoding"], smaller.headers["Content-Encoding"]) == (
        "gzip",
        "br",
    )
    assert len({each.headers["ETag"] for each in (plain, small, smaller)}) == 3


@pytest.mark.parametrize("accepted", ["br;q=0, gzip;q=0", "identity", "zstd", ""])
def test_a_browser_that_unpacks_nothing_gets_it_plain(site: Site, accepted: str) -> None:
    assert "Content-Encoding" not in site.get("/", accept_encoding=accepted).headers


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_a_browser_that_has_the_page_gets_no_second_one(site: Site, header: str) -> None:
    known = site.get("/").headers[header]
    asks = {"ETag": "if_none_match", "Last-Modified": "if_modified_since"}[header]

    again = site.get("/", **{asks: known})

    assert (again.status, again.body) == (304, b"")
    assert "Content-Length" not in again.headers


def test_head_has_the_headers_and_no_body(site: Site) -> None:
    page = site.get("/")

    head = site.get("/", method="HEAD")

    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(page.body))


def test_proxies_are_told_for_how_long_and_by_which_names(site: Site) -> None:
    post = make_post()

    headers = site.get(post.get_absolute_url()).headers

    assert "s-maxage=" in headers["Cache-Control"]
    assert f"post:{post.pk}" in headers["Surrogate-Key"].split()
    assert "Cookie" in headers["Vary"]


def test_words_that_follow_readers_make_no_page_of_their_own(site: Site) -> None:
    plain, followed = site.get("/"), site.get("/?utm_source=mail&fbclid=1")

    assert followed.body == plain.body
    assert b"utm_source" not in followed.body


@pytest.mark.parametrize("query", ["colour=red", "after=x&colour=red", "q=%00", "after=%zz"])
def test_an_unknown_question_is_not_kept(site: Site, query: str) -> None:
    site.get(f"/?{query}")
    asked = site.made
    site.get(f"/?{query}")

    assert site.made == asked + 1


def test_a_members_page_is_never_kept_nor_answered_with_a_kept_one(
    site: Site, client: Client
) -> None:
    make_post()
    client.force_login(make_member("bob"))
    cookie = f"sessionid={client.cookies['sessionid'].value}"

    before = site.get("/", cookie=cookie)
    stranger = site.get("/")
    after = site.get("/", cookie=cookie)

    assert all("Menu of bob" in each.text for each in (before, after))
    assert "Menu of bob" not in stranger.text
    assert "ETag" not in after.headers


@pytest.mark.parametrize(
    "headers", [{"authorization": "Bearer x"}, {"hx_request": "true"}, {"cookie": "messages=x"}]
)
def test_what_is_no_strangers_request_goes_past(site: Site, headers: dict[str, str]) -> None:
    site.get("/")
    site.get("/", **headers)

    assert site.made == 2


@pytest.mark.parametrize("path", ["/settings/x.css", "/settings/", "/write/", "/bookmarks/x.js"])
def test_an_address_that_looks_like_a_file_is_no_door(
    site: Site, client: Client, path: str
) -> None:
    client.force_login(make_member("bob"))
    site.get(path, cookie=f"sessionid={client.cookies['sessionid'].value}")

    stranger = site.get(path)

    assert stranger.status in (302, 404)
    assert "bob" not in stranger.text
    assert "ETag" not in stranger.headers


def test_sign_in_has_a_token_and_is_not_kept(site: Site) -> None:
    first, second = site.get("/accounts/login/"), site.get("/accounts/login/")

    assert first.body != second.body


@pytest.mark.parametrize(
    "header",
    ["x_forwarded_host", "x_forwarded_scheme", "x_original_url", "x_host", "forwarded", "x_forwarded_prefix", "referer"],
)  # fmt: skip
def test_nobody_smuggles_words_into_the_page_of_others(site: Site, header: str) -> None:
    site.get("/", **{header: "evil.example"})

    assert "evil.example" not in site.get("/").text
    assert site.made == 1


def test_a_strange_host_gets_no_kept_page(site: Site) -> None:
    site.get("/")

    assert site.get("/", host="evil.example").status == 400
    assert site.get("/", host="testserver").status == 200


def test_an_error_is_not_kept(site: Site) -> None:
    for path in ("/posts/999999/gone/", "/categories/nowhere/", "/no/such/page/"):
        assert site.get(path).status == 404
        assert "s-maxage" not in site.get(path).headers.get("Cache-Control", "")


def test_plain_http_is_led_to_https(site: Site, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert "ETag" not in site.get("/").headers


def test_a_category_of_another_alphabet_is_found(site: Site) -> None:
    make_post(category=make_category("Haven", slug="haven"))

    assert site.get("/categories/haven/?after=").status == 200


def test_what_stands_inside_a_page_is_named_by_its_policy(site: Site) -> None:
    page = site.get("/")

    inside = re.findall(
        r"<script(?: type=\"speculationrules\")?>([^<]*)</script>", page.body.decode()
    )

    assert [source_of(text) in page.headers["Content-Security-Policy"] for text in inside] == [
        True
    ] * 2
