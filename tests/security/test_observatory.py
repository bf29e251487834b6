"""Mozilla's HTTP Observatory, computed: its rules and weights (mdn-http-observatory, 2024), asked of real answers over HTTPS."""

import re
from http.cookies import SimpleCookie

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from config.bootstrap import ROOT
from config.https import over_https
from tests.factories import PASSWORD, make_member, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

HALF_A_YEAR = 15_768_000
A_PLUS = 100
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}


def score(answer: HttpResponseBase, cookies: SimpleCookie, *, html: str) -> dict[str, int]:
    """Points by rule; the sum with 100 is the score, where bonuses count from 90 on."""
    return {
        "content policy": policy_points(directives(answer)),
        "cookies": cookie_points(cookies),
        "cors": -50 if answer.headers.get("Access-Control-Allow-Origin") == "*" else 0,
        "referrer": 5 if answer.headers.get("Referrer-Policy") in PRIVATE else 0,
        "hsts": hsts_points(answer.headers.get("Strict-Transport-Security", "")),
        "scripts": -50 if re.search(r"<script[^>]+src=[\"']?http:", html) else 0,
        "nosniff": 0 if answer.headers.get("X-Content-Type-Options") == "nosniff" else -5,
        "frames": 5 if "frame-ancestors" in directives(answer) else -20,
    }


def directives(answer: HttpResponseBase) -> dict[str, set[str]]:
    parts = answer.headers.get("Content-Security-Policy", "").split(";")
    return {words[0]: set(words[1:]) for part in parts if (words := part.split())}


def policy_points(policy: dict[str, set[str]]) -> int:
    if not policy:
        return -25
    otherwise = policy.get("default-src", {"*"})
    scripts = policy.get("script-src", otherwise)
    loose = {"'unsafe-inline'", "data:", "http:", "https:", "*"}
    if scripts & loose or policy.get("object-src", otherwise) & loose:
        return -20
    if "'unsafe-eval'" in scripts:
        return -10
    if "'unsafe-inline'" in policy.get("style-src", otherwise):
        return 0
    return 10 if otherwise == {"'none'"} else 5


def cookie_points(cookies: SimpleCookie) -> int:
    """Without `Secure` a session may be read on the way; all three attributes earn a bonus."""
    points = 5
    for name, cookie in cookies.items():
        if not cookie.value:
            continue  # one that was taken back
        if not cookie["secure"]:
            return -40 if "session" in name else -20
        if not cookie["httponly"] and ("session" in name or "csrf" in name):
            return -30
        points = min(points, 5 if cookie["samesite"] else 0)
    return points if cookies else 0


def hsts_points(value: str) -> int:
    age = re.search(r"max-age=(\d+)", value)
    if age is None:
        return -20
    return 0 if int(age[1]) >= HALF_A_YEAR else -10


@pytest.fixture
def browser(settings: Settings) -> Client:
    for name, value in over_https(is_behind_proxy=False).items():
        setattr(settings, name, value)
    return Client()


def total(points: dict[str, int]) -> int:
    base = 100 + sum(min(0, one) for one in points.values())
    return base + sum(max(0, one) for one in points.values()) if base >= 90 else base


def test_every_kind_of_page_is_worth_an_a_plus(browser: Client) -> None:
    post = make_post(author=make_member("alice"))
    strangers = ("/", post.get_absolute_url(), "/search/?q=harbour", "/members/alice/", "/accounts/login/", "/accounts/signup/", "/moderation/log/", "/nowhere/", "/api/v1/docs/", "/offline/")  # fmt: skip
    members = ("/settings/", "/write/", "/notifications/", "/bookmarks/", "/")

    told = {path: points(browser, path) for path in strangers}
    browser.post("/accounts/login/", {"login": "alice", "password": PASSWORD}, secure=True)
    told |= {f"member {path}": points(browser, path) for path in members}

    assert {path: one for path, one in told.items() if total(one) < A_PLUS} == {}
    assert total(told["member /settings/"]) >= 120


def points(browser: Client, path: str) -> dict[str, int]:
    answer = browser.get(path, secure=True)
    assert "Permissions-Policy" in answer.headers
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    return score(answer, browser.cookies, html=answer.content.decode())


def test_every_cookie_is_of_this_host_alone(browser: Client) -> None:
    make_member("alice")
    browser.get("/accounts/login/", secure=True)
    browser.post("/accounts/login/", {"login": "alice", "password": PASSWORD}, secure=True)
    looks = {"language": "nl", "time_zone": "", "theme": "dark", "text_size": "xl"}
    browser.post("/settings/reading/", looks, secure=True)

    names = {"sessionid", "csrftoken", "django_language", "theme", "text_size", "messages"}
    assert set(browser.cookies) == {f"__Host-{name}" for name in names}
    for name, cookie in browser.cookies.items():
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", ""), name
    assert browser.get("/", secure=True).headers["Content-Language"] == "nl"
    assert '? "__Host-" : "";' in (ROOT / "static" / "js" / "site.js").read_text()


def test_http_leads_to_https_first_and_to_the_same_host(browser: Client) -> None:
    answer = browser.get("/search/?q=x")

    assert answer.status_code == 301
    assert answer.headers["Location"] == "https://testserver/search/?q=x"


def test_the_rules_find_what_they_are_for() -> None:
    loose = HttpResponse(headers={"Content-Security-Policy": "default-src 'self' 'unsafe-inline'"})
    cookies = SimpleCookie("sessionid=x")

    bad = score(loose, cookies, html='<script src="http://x/y.js">')

    assert total(bad) < 0
    assert bad["cookies"] == -40
