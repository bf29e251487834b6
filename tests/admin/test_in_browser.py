"""The admin in a real browser: its interface library runs under our content policy and calls nobody.

The `page` fixture fails a test for any console error, broken policy or request to another host.
"""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from config.testing.browser import AssertAccessible
from feed.models import Post
from moderation.models import Decision
from tests.admin.conftest import PEOPLE, page_of
from tests.factories import make_comment, make_member, make_post

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("redis")]
SPAM = "Best price! Book now, WhatsApp +31 20 555 01 23 https://a.example https://b.example"


def enter(page: Page, role: str, address: str = "/admin/") -> None:
    """Open the address as somebody of that role who is signed in."""
    client = Client()
    client.force_login(PEOPLE[role]())
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.goto("/robots.txt")
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": page.url}]
    )
    page.goto(address)


def test_every_page_of_the_sidebar_opens_without_a_complaint(page: Page) -> None:
    make_comment()
    enter(page, "administrator")
    links = page.locator("#nav-sidebar-apps a").evaluate_all("links => links.map(a => a.href)")

    for link in links:
        page.goto(link)
        expect(page.locator("#content-main, #content, main").first).to_be_visible()

    assert len(links) > 3


def test_the_charts_are_drawn(page: Page) -> None:
    make_post()

    enter(page, "moderator")

    expect(page.locator("canvas.chart")).to_have_count(5)
    width = page.locator("canvas.chart").first.evaluate("canvas => Chart.getChart(canvas).width")
    assert width > 100


def test_a_moderator_empties_the_queue(page: Page) -> None:
    post = make_post(author=make_member("mallory", trust_level=0), title="Movers", body=SPAM)
    enter(page, "moderator")

    page.get_by_role("link", name="Held posts").first.click()
    page.get_by_role("link", name="Movers").click()
    page.locator("select[name=reason]").select_option("spam")
    page.locator("[name=decide_hide]").click()

    expect(page.get_by_text("1 decision recorded.")).to_be_visible()
    assert Post.objects.get(pk=post.pk).is_hidden
    assert Decision.objects.get().reason_id == "spam"


def test_a_moderator_hides_what_is_ticked(page: Page) -> None:
    make_post()
    make_post()
    enter(page, "moderator", "/admin/feed/post/")

    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option("hide")
    page.locator("#changelist-actions select[name=reason]").select_option("off_topic")
    page.get_by_role("button", name="Run").click()

    expect(page.get_by_text("2 decisions recorded.")).to_be_visible()
    assert Post.objects.live().count() == 0


def test_long_words_do_not_push_a_page_out_of_the_narrowest_phone(page: Page) -> None:
    make_post(author=make_member("mallory", trust_level=0), title="Movers", body=SPAM)
    page.set_viewport_size({"width": 320, "height": 640})
    enter(page, "administrator")
    page.context.add_cookies([{"name": "django_language", "value": "de", "url": page.url}])

    for address in (
        "/admin/queue/",
        "/admin/audit/",
        "/admin/feed/readmorelist/",
        "/moderation/log/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, address


def test_on_a_phone_the_header_names_the_page_and_nothing_is_pale_by_night(
    page: Page, assert_legible: AssertAccessible
) -> None:
    held = make_post(author=make_member("mallory", trust_level=0), title="Movers, all over the town", body=SPAM)  # fmt: skip
    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(color_scheme="dark")
    enter(page, "administrator", page_of(held))
    names = page.locator("#header-inner h1 > :visible")

    for language in ("en", "ar"):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": page.url}])
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(names).to_have_text([held.title])
        assert names.evaluate("e => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight")  # fmt: skip
    assert_legible(page)
    page.goto("/admin/feed/post/")
    assert_legible(page)
