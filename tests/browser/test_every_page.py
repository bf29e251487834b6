"""Every kind of page: reachable, accessible, legible in both themes, and valid HTML in both languages."""

from typing import Final

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from accounts.models import User
from config.testing.browser import AssertAccessible, watch
from config.testing.html import AssertValidHtml
from moderation.models import Decision, Reason
from moderation.services.posts import hide_post
from tests.browser.conftest import Newsroom
from tests.browser.pages import EXPECTED, PAGES, PATHS, failures
from tests.factories import enter_surely, make_post

NO_PAGE_ERRORS: Final = "Failed to load resource"
# Of rules that look at more than colours, light and dark pages differ in none; of those, two languages in hardly any.
HALVES: Final = {"en-GB": PAGES[::2], "nl-NL": PAGES[1::2]}
TEMPLATES: Final = settings.BASE_DIR / "templates"
# Pages have no underscore; these folders hold no pages of ours.
PARTS: Final = ("admin", "allauth", "components", "email", "unfold")
# Looked at where what leads to them is tested, or never shown by themselves.
ELSEWHERE: Final = (
    "account/applied.html",
    "mfa/webauthn/reauthenticate.html",
    "socialaccount/signup.html",
    *(
        f"sponsors/{page}.html"
        for page in ("creative_form", "desk", "flight", "preview", "preview_empty", "why")
    ),
)
PAGE_TEMPLATES: Final = {
    str(file.relative_to(TEMPLATES))
    for file in TEMPLATES.rglob("*.html")
    if not file.name.startswith("_") and not set(file.relative_to(TEMPLATES).parts) & set(PARTS)
}


@pytest.mark.timeout(300)  # fifty pages, each tried twice
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

    def look(tab: Page, name: str) -> None:
        assert tab.locator("h1").count() == 1, name
        assert_accessible(tab)
        tab.emulate_media(color_scheme="dark")
        assert_legible(tab)

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
            look(tab, name)
        if locale == "nl-NL":
            for name, answer in failures(newsroom).items():
                html, address = answer.content.decode(), f"**/failures/{answer.status_code}"
                tab.route(address, lambda route, html=html: route.fulfill(body=html))
                tab.emulate_media(color_scheme="light")
                tab.goto(address.removeprefix("**"))
                look(tab, name)

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
    enter_surely(client, member)
    session = client.cookies["sessionid"].value
    context.add_cookies(
        [{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}]
    )


def test_every_page_is_valid_html(
    client: Client, newsroom: Newsroom, decision: Decision, assert_valid_html: AssertValidHtml
) -> None:
    """Both languages at once, since the checker takes seconds to start."""
    pages, templates, signed_in = {}, set(), ""
    for who, name in PAGES:
        if who != signed_in:
            enter_surely(client, getattr(newsroom, who))
            signed_in = who
        path = PATHS[who][name](newsroom)
        for language in ("en", "nl"):
            response = client.get(path, headers={"accept-language": language}, follow=True)
            assert response.status_code == EXPECTED.get(name, 200), name
            pages[f"{who} {name} {language}".strip()] = response.content.decode()
            templates |= {each.name for each in response.templates}
    for name, answer in failures(newsroom).items():
        pages[name] = answer.content.decode()
        templates |= {each.name for each in getattr(answer, "templates", ())}

    assert sorted(PAGE_TEMPLATES - templates) == list(ELSEWHERE)
    assert_valid_html(pages)
