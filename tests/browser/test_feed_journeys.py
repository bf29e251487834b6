"""Feeds in a real browser, with and without JavaScript: follow, mute, new posts, more and back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from config.redis import Client as Redis
from feed.models import Mute, ReaderState
from feed.services.following import set_following
from tests.browser.conftest import Newsroom, sign_in
from tests.factories import make_category, make_member, make_post
from tests.workers import workers_away

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_reader_follows_an_author_and_finds_the_posts_under_following(
    tab: Page, newsroom: Newsroom, redis: Redis
) -> None:
    sign_in(tab, "bob")
    tab.goto(newsroom.alice.get_absolute_url())

    tab.get_by_role("button", name="Follow Alice").click()
    expect(tab.get_by_role("button", name="Unfollow Alice")).to_be_visible()
    tab.goto("/following/")
    expect(tab.locator("#posts")).to_contain_text(newsroom.post.title)
    tab.goto("/for-you/")
    first = tab.locator("#posts > li").filter(has_text=newsroom.post.title)
    first.get_by_text("Why am I seeing this?").click()

    expect(first.get_by_role("table")).to_contain_text("You follow the author")


def test_a_reader_mutes_an_author_and_meets_him_nowhere_until_he_lifts_it(
    tab: Page, newsroom: Newsroom, redis: Redis
) -> None:
    sign_in(tab, "bob")
    tab.goto(newsroom.post.get_absolute_url())
    tab.get_by_text("More of this, less of this").click()

    tab.get_by_role("button", name="Mute Alice").click()
    expect(tab.locator("button[value=unmute]")).to_have_count(1)
    for path in ("/", "/hot/", "/top/all/", "/for-you/", "/search/?q=tram", "/tags/tram/"):
        tab.goto(path)
        expect(tab.locator("main")).not_to_contain_text(newsroom.post.title)
    tab.goto("/settings/feed/")
    tab.get_by_role("button", name="Unmute Alice").click()
    expect(tab.get_by_text("The mute is lifted.")).to_be_visible()
    tab.goto("/hot/")

    expect(tab.locator("main")).to_contain_text(newsroom.post.title)
    assert not Mute.objects.exists()


def test_the_chosen_tab_is_open_again(tab: Page, newsroom: Newsroom) -> None:
    sign_in(tab, "bob")

    tab.get_by_role("navigation", name="Order").get_by_role("link", name="Hot").click()
    tab.wait_for_url("**/hot/")
    with tab.expect_navigation():
        tab.locator(".plate a").first.click()

    assert tab.url.endswith("/hot/")


def test_new_posts_are_told_without_loading_the_page(
    page: Page, newsroom: Newsroom, redis: Redis
) -> None:
    page.clock.install()
    page.goto("/")
    expect(page.locator("[data-since]")).to_be_attached()
    title = make_post(title="The ferry sails again").title
    page.clock.run_for(31_000)

    bar = page.get_by_role("status").get_by_role("link", name="1 new post")
    expect(bar).to_be_visible()
    bar.click()

    expect(page.locator("main")).to_contain_text(title)
    expect(page.get_by_role("link", name="1 new post")).to_have_count(0)


def test_after_more_and_back_the_reader_is_where_he_was(page: Page, newsroom: Newsroom) -> None:
    market = make_category("Quay")
    with workers_away():
        for number in range(45):
            make_post(category=market, title=f"Ship number {number}")
    page.goto("/categories/quay/")
    page.get_by_role("link", name="Show more").click()
    last = page.get_by_role("link", name="Ship number 7", exact=True)
    last.scroll_into_view_if_needed()

    last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ship number 7")
    page.go_back()

    expect(page.get_by_role("link", name="Ship number 7", exact=True)).to_be_in_viewport()


def test_without_javascript_the_pages_of_hot_are_links(
    page_without_scripts: Page, newsroom: Newsroom
) -> None:
    quay = make_category("Quay")
    with workers_away():
        for number in range(25):
            make_post(
                category=quay, title=f"Ship number {number}", author=make_member(f"w{number % 5}")
            )
    page_without_scripts.goto("/categories/quay/hot/")

    page_without_scripts.get_by_role("link", name="Show more").click()
    expect(page_without_scripts).to_have_url(re.compile("after="))
    page_without_scripts.get_by_role("link", name="To the top of the list").click()

    expect(page_without_scripts).to_have_url(re.compile("/categories/quay/hot/$"))


def test_new_since_the_last_visit_is_marked(page: Page, newsroom: Newsroom) -> None:
    bob = make_member("bob")
    set_following(bob, subject=newsroom.alice, is_on=True)
    sign_in(page, "bob")
    ReaderState.objects.filter(member=bob).update(seen_at=timezone.now() - timedelta(hours=2))
    make_post(title="Just in", author=newsroom.alice)

    page.goto("/following/")

    row = page.locator("#posts > li").filter(has_text="Just in")
    expect(row.locator(".new-mark")).to_have_text("New")
