"""Every kind of page: reachable, accessible, legible in both themes, and valid HTML in both languages."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext

from accounts.models import EventKind, User, Webhook
from accounts.services.oauth_apps import AppTerms, register_app
from accounts.services.webhooks import WebhookTerms, make_webhook, ping
from accounts.tokens import unsubscribe_token
from config.testing.browser import AssertAccessible, watch
from config.testing.html import AssertValidHtml
from moderation.models import Decision, Reason
from moderation.services.posts import hide_post
from tests.browser.conftest import Newsroom
from tests.factories import make_post

Path = Callable[[Newsroom], str]


def consent_address(maker: User) -> str:
    terms = AppTerms("Pocket Reader", ("https://reader.example.org/back",))
    app, _secret = register_app(member=maker, terms=terms)
    query = {
        "response_type": "code", "client_id": app.client_id, "redirect_uri": app.redirect_uris,
        "scope": "read posts:write", "code_challenge": "c" * 43, "code_challenge_method": "S256",
    }  # fmt: skip
    return f"/oauth/authorize/?{urlencode(query)}"


def tried_webhook(member: User) -> Webhook:
    terms = WebhookTerms("https://listener.example.org/hook", (EventKind.POST_PUBLISHED,))
    made = make_webhook(member=member, terms=terms)
    ping(made)
    return made


ANYBODY: Final[dict[str, Path]] = {
    "feed": lambda news: "/",
    "hot": lambda news: "/hot/",
    "top": lambda news: "/top/month/",
    "following, for strangers": lambda news: "/following/",
    "tag as cards": lambda news: "/tags/tram/?view=cards",
    "categories": lambda news: "/categories/",
    "category": lambda news: "/categories/market/",
    "empty category": lambda news: "/tags/budget/hot/",
    "tag": lambda news: "/tags/tram/",
    "search form": lambda news: "/search/",
    "search results": lambda news: "/search/?q=tram",
    "search without results": lambda news: "/search/?q=zebra",
    "member": lambda news: news.alice.get_absolute_url(),
    "article": lambda news: news.post.get_absolute_url(),
    "post about a page elsewhere": lambda news: news.linked.get_absolute_url(),
    "article with a poll": lambda news: news.answer.get_absolute_url(),
    "comment": lambda news: news.comment.get_absolute_url(),
    "newest comments": lambda news: f"{news.post.get_absolute_url()}?comments=new",
    "series": lambda news: f"/series/{news.post.series_id}/the-tram-line/",
    "share on Mastodon": lambda news: f"/share/mastodon/{news.post.pk}/",
    "refused server": lambda news: f"/share/mastodon/{news.post.pk}/?server=localhost",
    "moderation log": lambda news: "/moderation/log/",
    "our sponsors": lambda news: "/sponsors/",
    "sign in": lambda news: "/accounts/login/",
    "sign up": lambda news: "/accounts/signup/",
    "forgotten password": lambda news: "/accounts/password/reset/",
    "not found": lambda news: "/nowhere/",
    "bad request": lambda news: "/?after=junk",
    "API documentation": lambda news: "/api/v1/docs/",
    "components": lambda news: "/_components/",
}
ALICE: Final[dict[str, Path]] = {
    "own article": lambda news: news.post.get_absolute_url(),
    "article to react to": lambda news: news.answer.get_absolute_url(),
    "following": lambda news: "/following/",
    "for you": lambda news: "/for-you/",
    "feed settings": lambda news: "/settings/feed/",
    "bookmarks": lambda news: "/bookmarks/",
    "bookmark list": lambda news: news.kept.list.get_absolute_url(),
    "delete a bookmark list": lambda news: f"/bookmarks/{news.kept.list_id}/delete/",
    "arrange a series": lambda news: f"/series/{news.post.series_id}/order/",
    "poll with votes": lambda news: f"/posts/{news.post.pk}/poll/",
    "new poll": lambda news: f"/posts/{news.draft.pk}/poll/",
    "own draft": lambda news: news.draft.get_absolute_url(),
    "write": lambda news: "/write/",
    "edit": lambda news: f"/posts/{news.post.pk}/edit/",
    "my posts": lambda news: "/write/mine/",
    "delete": lambda news: f"/posts/{news.post.pk}/delete/",
    "answer": lambda news: f"/posts/{news.post.pk}/comments/?parent={news.comment.pk}",
    "notifications": lambda news: "/notifications/",
    "quotation": lambda news: f"/posts/{news.post.pk}/comments/?parent={news.comment.pk}&quote=1",
    "settings": lambda news: "/settings/",
    "reading": lambda news: "/settings/reading/",
    "choice of notifications": lambda news: "/settings/notifications/",
    "privacy": lambda news: "/settings/privacy/",
    "programs": lambda news: "/settings/tokens/",
    "apps": lambda news: "/settings/apps/",
    "an app that asks": lambda news: consent_address(news.mona),
    "an app that cannot ask": lambda news: "/oauth/authorize/?client_id=none",
    "webhooks": lambda news: "/settings/webhooks/",
    "webhook": lambda news: f"/settings/webhooks/{tried_webhook(news.alice).pk}/",
    "report a post": lambda news: f"/report/post/{news.answer.pk}/",
    "report a comment": lambda news: f"/report/comment/{news.comment.pk}/",
    "report a member": lambda news: f"/report/member/{news.mona.pk}/",
    "history": lambda news: f"/posts/{news.post.pk}/history/",
    "own comments": lambda news: f"{news.alice.get_absolute_url()}comments/",
    "own appreciation": lambda news: f"{news.alice.get_absolute_url()}reactions/",
    "desk without a sponsor": lambda news: "/sponsors/desk/",
    "block": lambda news: f"/settings/block/{news.mona.username}/",
    "no more mail": lambda news: f"/settings/unsubscribe/{unsubscribe_token(news.alice)}/",
    "change password": lambda news: "/accounts/password/change/",
    "e-mail addresses": lambda news: "/accounts/email/",
    "security": lambda news: "/accounts/2fa/",
    "devices": lambda news: "/accounts/sessions/",
    "passkeys": lambda news: "/accounts/2fa/webauthn/",
    "own data": lambda news: "/settings/data/",
    "sign out": lambda news: "/accounts/logout/",
    "not allowed": lambda news: f"/posts/{news.post.pk + 1}/edit/",
}
MONA: Final[dict[str, Path]] = {
    "decision": lambda news: f"/decisions/{Decision.objects.latest('pk').pk}/",
    "moderation log with decisions": lambda news: "/moderation/log/?verb=hide",
    "another's post": lambda news: news.answer.get_absolute_url(),
    "held post": lambda news: news.held.get_absolute_url(),
}
PATHS: Final = {"": ANYBODY, "alice": ALICE, "mona": MONA}
EXPECTED: Final = {
    "refused server": 422,
    "an app that cannot ask": 400,
    "not found": 404,
    "bad request": 400,
    "not allowed": 403,
}
NO_PAGE_ERRORS: Final = "Failed to load resource"
PAGES: Final = [(who, name) for who, paths in PATHS.items() for name in paths]
# Of rules that look at more than colours, light and dark pages differ in none; of those, two languages in hardly any.
HALVES: Final = {"en-GB": PAGES[::2], "nl-NL": PAGES[1::2]}


@pytest.mark.parametrize("locale", HALVES)
def test_every_page_is_accessible(
    locale: str,
    browser: Browser,
    live_site: str,
    problems: list[str],
    newsroom: Newsroom,
    decision: Decision,
    client: Client,
    assert_accessible: AssertAccessible,
    assert_legible: AssertAccessible,
) -> None:
    signed_in = ""

    with browser.new_context(base_url=live_site, locale=locale) as context:
        watch(context, live_site, problems)
        tab = context.new_page()
        for who, name in HALVES[locale]:
            if who != signed_in:
                _become(context, client, getattr(newsroom, who))
                signed_in = who
            tab.emulate_media(color_scheme="light")
            response = tab.goto(PATHS[who][name](newsroom))
            assert response is not None
            assert response.status == EXPECTED.get(name, 200), name
            assert tab.locator("h1").count() == 1, name
            assert_accessible(tab)
            tab.emulate_media(color_scheme="dark")
            assert_legible(tab)

    assert [each for each in problems if NO_PAGE_ERRORS not in each] == []


@pytest.fixture
def decision(newsroom: Newsroom) -> Decision:
    """What the log has to show."""
    spam = make_post(title="Cheap shutters, all sizes")
    made = hide_post(post=spam, actor=newsroom.mona, reason=Reason.SPAM)
    assert made is not None
    return made


def _become(context: BrowserContext, client: Client, member: User) -> None:
    """Sign the browser in by the session's cookie."""
    client.force_login(member)
    session = client.cookies["sessionid"].value
    context.add_cookies(
        [{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}]
    )


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_page_is_valid_html(
    client: Client,
    newsroom: Newsroom,
    decision: Decision,
    language: str,
    assert_valid_html: AssertValidHtml,
) -> None:
    pages, signed_in = {}, ""
    for who, name in PAGES:
        if who != signed_in:
            client.force_login(getattr(newsroom, who))
            signed_in = who
        path = PATHS[who][name](newsroom)
        response = client.get(path, headers={"accept-language": language})
        assert response.status_code == EXPECTED.get(name, 200), name
        pages[f"{who} {name}".strip()] = response.content.decode()

    assert_valid_html(pages)
