"""Requests that lie: about the address, the host, the way back, the person, or what may be kept."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings as active
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.models import TrustLevel, User
from feed.models import Post
from tests.config.strangers import Site
from tests.factories import PASSWORD, make_member, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

EVIL = "evil.example"
PERSONAL = ("/settings/", "/notifications/", "/bookmarks/", "/write/mine/", "/settings/data/", "/settings/tokens/")  # fmt: skip
ENDINGS = ("x.css", "x.js", "x.png", ".css", ";x.css", "%2ex.css", "%00.css", "%3fx.css", "%23x.css", "..%2fx.css", "%0ax.css")  # fmt: skip
LIES = (
    {"x_forwarded_host": EVIL}, {"x_host": EVIL}, {"x_original_url": "/settings/"}, {"x_rewrite_url": "/settings/"}, {"forwarded": f"host={EVIL}"},
    {"x_http_method_override": "DELETE"}, {"x_forwarded_proto": "ftp"}, {"x_forwarded_prefix": f"//{EVIL}"}, {"x_forwarded_port": "1"}, {"x_forwarded_server": EVIL},
    {"referer": f"https://{EVIL}/"}, {"origin": f"https://{EVIL}"}, {"user_agent": f"<script>{EVIL}"}, {"accept_language": f"{EVIL},nl;q=0"}, {"x_request_id": EVIL},
)  # fmt: skip
AWAY = (
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example", "https://evil.example", "javascript:alert(1)",
    "/\t/evil.example", "//evil.example\\@testserver", "https://testserver@evil.example", "https://testserver.evil.example", "%2f%2fevil.example", "\r\nLocation: https://evil.example",
)  # fmt: skip


def test_a_personal_page_with_a_false_ending_is_no_page_and_is_kept_by_nobody() -> None:
    """Cache deception: a proxy that goes by endings would keep Alice's page for everybody."""
    client = Client()
    client.force_login(make_member("alice", email="alice@secret.example"))

    for page in PERSONAL:
        for ending in ENDINGS:
            answer = client.get(f"{page}{ending}")
            assert "alice@secret.example" not in answer.content.decode(errors="replace")
            assert answer.status_code in (400, 404), f"{page}{ending}"
            assert "public" not in answer.headers.get("Cache-Control", "")
        assert "private" in client.get(page).headers["Cache-Control"]


def test_what_one_stranger_says_of_himself_is_in_no_strangers_page() -> None:
    """Cache poisoning: nothing that is not part of the key changes what is kept."""
    post = make_post()
    for path in ("/", post.get_absolute_url(), "/search/?q=harbour"):
        for number, lie in enumerate(LIES):
            address = f"{path}{'&' if '?' in path else '?'}n={number}"
            site = Site()
            told = site.get(address, **lie)
            assert told.status == 200, (path, lie)
            assert EVIL not in told.text + str(told.headers), (path, lie)
            assert "/settings/tokens/" not in told.text
        assert EVIL not in Site().get(path).text


def test_another_host_gets_nothing_and_is_in_no_mail(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    make_member("alice")

    for host in (EVIL, f"testserver@{EVIL}", f"testserver:80@{EVIL}", "testserver/x", ""):
        assert client.get("/", headers={"host": host}).status_code == 400
    assert "Traceback" not in capsys.readouterr().err
    client.post("/accounts/password/reset/", {"email": "alice@example.org"}, headers={"x-forwarded-host": EVIL})  # fmt: skip

    assert EVIL not in mail.outbox[0].body
    assert mail.outbox[0].body.count(active.BASE_URL) or "testserver" in mail.outbox[0].body


def test_no_line_end_gets_into_a_header(client: Client) -> None:
    post = make_post()
    split = "%0d%0aSet-Cookie:%20evil=1"

    for path in (f"/posts/{post.pk}/{split}/", f"/tags/{split}/", f"/accounts/login/?next=/{split}", f"/search/?q={split}", f"/{split}", f"/share/mastodon/{post.pk}/?host=x{split}"):  # fmt: skip
        answer = client.get(path)
        assert "evil" not in answer.cookies
        assert all("\n" not in value and "\r" not in value for value in answer.headers.values())


def host_of(location: str) -> str | None:
    """As a browser finds it: a backslash is a slash, and tabs and line ends are nothing."""
    seen = re.sub(r"[\t\r\n]", "", location).replace("\\", "/")
    return urlsplit(urljoin("https://testserver/accounts/login/", seen)).hostname


def test_the_way_back_leads_to_this_site(client: Client) -> None:
    alice, post = make_member("alice"), make_post()

    for away in AWAY:
        client.force_login(alice)
        answers = [
            client.post("/settings/theme/", {"theme": "dark", "next": away}),
            client.post("/language/", {"language": "nl", "next": away}),
            client.post(f"/posts/{post.pk}/bookmark/", {"next": away}),
            client.post("/accounts/logout/", {"next": away}),
            client.post("/accounts/login/", {"login": "alice", "password": PASSWORD, "next": away}),
        ]
        for answer in answers:
            assert host_of(answer.headers.get("Location", "/")) == "testserver", away


def test_fields_that_a_form_does_not_offer_change_nothing(client: Client) -> None:
    """Mass assignment, over pages and the API."""
    alice = make_member("alice")
    post = make_post(author=alice, is_published=False)
    client.force_login(alice)
    more = {"is_staff": "on", "is_superuser": "on", "trust_level": TrustLevel.LEADER, "groups": "1", "username": "root", "status": "published", "author": make_member("bob").pk, "view_count": 9999, "is_pinned": "on", "published_at": "2020-01-01T00:00:00Z", "id": 1}  # fmt: skip

    client.post("/settings/", {"display_name": "Alice", **more})
    client.post(f"/posts/{post.pk}/edit/", {"title": "x", "body": "y", "category": post.category_id, **more})  # fmt: skip
    client.patch(f"/api/v1/posts/{post.pk}/", more, content_type="application/json")

    now = User.objects.get(pk=alice.pk)
    assert (now.is_staff, now.is_superuser, now.username) == (False, False, "alice")
    assert (now.trust_level, now.groups.count()) == (alice.trust_level, 0)
    stored = Post.objects.get(pk=post.pk)
    assert (stored.author_id, stored.status, stored.published_at) == (alice.pk, "draft", None)
    assert stored.view_count == 0


class CountingHasher(MD5PasswordHasher):
    """Counts what costs the time of a sign-in."""

    count = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.count += 1
        return super().encode(password, salt)


def test_a_sign_in_costs_the_same_work_whether_the_member_exists(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.{CountingHasher.__name__}"]
    make_member("alice")
    make_member("mallory", is_active=False)
    costs = []

    for login in ("alice", "alice@example.org", "nobody", "nobody@example.org", "mallory"):
        CountingHasher.count = 0
        answer = Client().post("/accounts/login/", {"login": login, "password": "not this one"})
        assert answer.status_code in (200, 422)
        costs.append(CountingHasher.count)

    assert len(set(costs)) == 1, costs
    assert costs[0] > 0


def test_a_session_that_was_there_before_is_not_the_members(client: Client) -> None:
    """Session fixation: whoever planted the cookie has nothing."""
    make_member("alice")
    client.cookies[active.SESSION_COOKIE_NAME] = "plantedplantedplantedplantedpl00"

    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})

    assert client.cookies[active.SESSION_COOKIE_NAME].value != "plantedplantedplantedplantedpl00"
    planted = Client()
    planted.cookies[active.SESSION_COOKIE_NAME] = "plantedplantedplantedplantedpl00"
    assert planted.get("/settings/").status_code == 302


def test_hidden_things_and_missing_things_look_alike(client: Client) -> None:
    """Enumeration: one cannot count drafts, or find out which addresses are members."""
    draft = make_post(is_published=False)
    client.force_login(make_member("bob"))

    for there, nowhere in (
        (f"/posts/{draft.pk}/x/", "/posts/999999/x/"),
        (f"/posts/{draft.pk}/edit/", "/posts/999999/edit/"),
        (f"/api/v1/posts/{draft.pk}/", "/api/v1/posts/999999/"),
    ):
        one, other = client.get(there), client.get(nowhere)
        assert one.status_code == other.status_code == 404
        shown, missing = one.content.decode(), other.content.decode()
        assert len(shown.replace(there, "")) == len(missing.replace(nowhere, "")), there
