"""Every kind of page: reachable, accessible in both themes and languages, valid HTML."""

from collections.abc import Callable, Iterator
from typing import Final

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from accounts.tokens import unsubscribe_token
from config.testing.browser import AssertAccessible, watch
from config.testing.html import AssertValidHtml
from tests.browser.conftest import Newsroom

Path = Callable[[Newsroom], str]

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
EXPECTED: Final = {"refused server": 422, "not found": 404, "bad request": 400, "not allowed": 403}
NO_PAGE_ERRORS: Final = "Failed to load resource"
PAGES: Final = [*(("", name) for name in ANYBODY), *(("alice", name) for name in ALICE)]


@pytest.fixture(
    params=[("en-GB", "light"), ("nl-NL", "dark")], ids=["English, light", "Dutch, dark"]
)
def tab(
    request: pytest.FixtureRequest, browser: Browser, live_site: str, problems: list[str]
) -> Iterator[Page]:
    """A tab of a browser that prefers this language and theme."""
    locale, scheme = request.param
    with browser.new_context(base_url=live_site, locale=locale, color_scheme=scheme) as context:
        watch(context, live_site, problems)
        yield context.new_page()
    assert [each for each in problems if NO_PAGE_ERRORS not in each] == []


def test_every_page_is_accessible(
    tab: Page, newsroom: Newsroom, client: Client, assert_accessible: AssertAccessible
) -> None:
    for who, name in PAGES:
        _become(tab.context, client, newsroom if who else None)
        path = (ALICE if who else ANYBODY)[name](newsroom)
        response = tab.goto(path)
        assert response is not None
        assert response.status == EXPECTED.get(name, 200), name
        assert tab.locator("h1").count() == 1, name
        assert_accessible(tab)


def _become(context: BrowserContext, client: Client, newsroom: Newsroom | None) -> None:
    """Sign the browser in as Alice, or out, by the session's cookie."""
    context.clear_cookies()
    if newsroom is None:
        return
    client.force_login(newsroom.alice)
    session = client.cookies["sessionid"].value
    context.add_cookies(
        [{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}]
    )


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_page_is_valid_html(
    client: Client, newsroom: Newsroom, language: str, assert_valid_html: AssertValidHtml
) -> None:
    pages = {}
    for who, name in PAGES:
        client.logout()
        if who:
            client.force_login(newsroom.alice)
        path = (ALICE if who else ANYBODY)[name](newsroom)
        response = client.get(path, headers={"accept-language": language})
        assert response.status_code == EXPECTED.get(name, 200), name
        pages[f"{who} {name}".strip()] = response.content.decode()

    assert_valid_html(pages)
