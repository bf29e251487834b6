"""Posts about pages elsewhere, and what is shown from there, in a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from config.testing.browser import AssertAccessible
from feed.fetching.connection import Policy
from feed.models import Post
from tests.browser.conftest import Newsroom
from tests.factories import make_post, make_upload
from tests.feed.loopback import Outside, answer, outside

pytestmark = pytest.mark.django_db(transaction=True)
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
FRAME = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
POLICIES: list[Policy] = []


def policy() -> Policy:
    """Named in the settings while a test runs."""
    return POLICIES[-1]


@pytest.fixture
def elsewhere(settings: Settings) -> Iterator[Outside]:
    """A site on this machine that stands for one elsewhere, to which the site may go out."""

    def respond(head: str) -> Iterator[bytes]:
        if head.startswith("GET /tram.png"):
            yield answer(make_upload(size=(600, 400)).read(), content_type="image/png")
        yield answer(
            '<title>x</title><meta property="og:title" content="The tram, seen from across">'
            '<meta name="description" content="It is <b>late</b>."><meta property="og:image" content="tram.png">'
        )

    with outside(respond) as server:
        POLICIES.append(server.policy)
        settings.OUTGOING_POLICY = f"{__name__}.policy"
        yield server
        POLICIES.pop()


def write(tab: Page, title: str, link: str) -> None:
    tab.goto("/write/")
    tab.locator("[name=title]").fill(title)
    tab.locator("select[name=category]").select_option(label="Harbour")
    tab.locator("input[name=link_url]").fill(link)


def test_a_link_is_posted_with_its_preview_and_its_second_author_is_told(
    as_alice: Page,
    newsroom: Newsroom,
    elsewhere: Outside,
    assert_accessible: AssertAccessible,
    problems: list[str],
) -> None:
    tab, link = as_alice, f"{elsewhere.url}story?utm_source=mail"
    write(tab, "Seen from across", link)
    tab.get_by_role("button", name="Publish", exact=True).click()

    card = tab.locator(".link-card--full")
    expect(card.get_by_role("link", name="The tram, seen from across")).to_have_attribute(
        "href", f"{elsewhere.url}story"
    )
    expect(card).to_contain_text("It is <b>late</b>.")
    expect(card.locator("img")).to_have_js_property("complete", value=True)
    assert_accessible(tab)

    write(tab, "Seen again", link)
    tab.locator("input[name=link_url]").press("Tab")
    expect(tab.locator("[data-link-check]")).to_contain_text("Discussed")
    assert_accessible(tab)
    tab.get_by_role("button", name="Publish", exact=True).click()
    expect(tab.get_by_role("alert")).to_contain_text("press the button again")
    assert Post.objects.filter(title="Seen again").count() == 0
    tab.get_by_role("button", name="Publish", exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Seen again")
    expect(tab.get_by_role("link", name="Seen from across").first).to_be_visible()
    tab.goto("/")
    expect(tab.locator(".link-card--row").first).to_be_visible()
    assert_accessible(tab)
    assert all("status of 422" in each for each in problems)
    problems.clear()


def test_nobody_elsewhere_is_asked_before_the_click(
    page: Page, newsroom: Newsroom, assert_accessible: AssertAccessible, problems: list[str]
) -> None:
    post = make_post(author=newsroom.alice, body=f"Look at this:\n\n{VIDEO}\n\nWell?")
    page.context.route(
        re.compile("^https://"),
        lambda route: route.fulfill(body="<p>A film</p>", content_type="text/html"),
    )
    page.goto(post.get_absolute_url())
    card = page.locator("figure.embed")
    expect(card.get_by_role("link")).to_have_attribute("href", VIDEO)
    expect(card).to_contain_text("Your browser then contacts YouTube")
    assert_accessible(page)
    assert problems == []

    card.get_by_role("button", name="Show it here").click()

    frame = card.locator("iframe")
    expect(frame).to_have_attribute("src", FRAME)
    expect(frame).to_have_attribute("title", "From YouTube")
    expect(frame.content_frame.get_by_text("A film")).to_be_visible()
    assert problems == [f"request to another host: {FRAME}"]
    problems.clear()


def test_without_scripts_a_card_is_a_link(page_without_scripts: Page, newsroom: Newsroom) -> None:
    post = make_post(author=newsroom.alice, body=VIDEO)

    page_without_scripts.goto(post.get_absolute_url())

    card = page_without_scripts.locator("figure.embed")
    expect(card.get_by_role("link")).to_have_attribute("target", "_blank")
    expect(card.get_by_role("button")).to_have_count(0)


def test_a_frame_from_elsewhere_is_refused_by_the_browser(
    page: Page, newsroom: Newsroom, problems: list[str]
) -> None:
    page.goto(newsroom.post.get_absolute_url())

    page.evaluate(
        "document.body.append(Object.assign(document.createElement('iframe'), {src: 'https://evil.example/'}))"
    )
    page.wait_for_function("() => true")

    expect(page.locator("iframe")).to_have_count(1)
    assert any("frame-src" in each or "Framing" in each for each in problems)
    problems.clear()
