"""A writer's day: words that survive a crash, two tabs, a post that appears on time, a picture, a correction."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from config.testing.browser import watch
from feed.models import Post, PostStatus, Tag
from feed.services.scheduling import publish_due
from tests.browser.conftest import Newsroom, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = "Kept at"


def write(tab: Page, body: str, *, title: str = "The quay at night") -> None:
    tab.locator("[name=title]").fill(title)
    tab.locator("textarea[name=body]").fill(body)
    tab.locator("select[name=category]").select_option(label="Harbour")


def test_words_survive_a_crash_and_appear_on_time(
    browser: Browser, live_site: str, newsroom: Newsroom, problems: list[str]
) -> None:
    with browser.new_context(base_url=live_site, timezone_id="Europe/Amsterdam") as before:
        tab = before.new_page()
        sign_in(tab, "alice")
        tab.goto("/write/")
        write(tab, "Half a sentence about the")
        expect(tab.get_by_role("status").filter(has_text=KEPT)).to_be_visible()

    with browser.new_context(base_url=live_site, timezone_id="Europe/Amsterdam") as after:
        watch(after, live_site, problems)
        tab = after.new_page()
        sign_in(tab, "alice")
        tab.goto("/write/mine/")
        tab.get_by_role("link", name="Go on with it").click()
        expect(tab.locator("textarea[name=body]")).to_have_value("Half a sentence about the")
        write(tab, "Half a sentence about the river, and its end.")
        tab.get_by_text("Publish later").click()
        wall = datetime.now(ZoneInfo("Europe/Amsterdam")).replace(second=0, microsecond=0)
        wall += timedelta(days=1)
        tab.locator("input[name=publish_at]").fill(f"{wall:%Y-%m-%dT%H:%M}")
        tab.get_by_role("button", name="Schedule").click()
        tab.wait_for_url("**/write/mine/")
        waiting = Post.objects.get(title="The quay at night")
        publish_due(now=wall)
        tab.goto(waiting.get_absolute_url())
        expect(tab.locator("article")).to_contain_text("river, and its end.")

    assert (waiting.status, waiting.scheduled_for) == (PostStatus.SCHEDULED, wall)
    assert problems == []


def test_two_tabs_notice_each_other(
    as_alice: Page, newsroom: Newsroom, problems: list[str]
) -> None:
    first = as_alice
    second = first.context.new_page()
    for tab in (first, second):
        tab.goto(f"/posts/{newsroom.draft.pk}/edit/")
    first.locator("textarea[name=body]").fill("Words of the first tab")
    expect(first.get_by_role("status").filter(has_text=KEPT)).to_be_visible()

    second.locator("textarea[name=body]").fill("Words of the second tab")

    expect(second.get_by_text("Another tab has kept other words")).to_be_visible()
    second.get_by_role("button", name="Keep the words of this tab").click()
    expect(second.get_by_role("status").filter(has_text=KEPT)).to_be_visible()
    assert all("status of 409" in each for each in problems)
    problems.clear()


def test_a_dead_network_keeps_the_words_in_the_form(
    as_alice: Page, newsroom: Newsroom, problems: list[str]
) -> None:
    as_alice.goto("/write/")
    as_alice.context.set_offline(True)
    write(as_alice, "Written on the ferry")
    expect(as_alice.get_by_text("Your words are still here")).to_be_visible()

    as_alice.context.set_offline(False)

    expect(as_alice.get_by_role("status").filter(has_text=KEPT)).to_be_visible()
    problems.clear()


def test_readers_see_a_correction_and_what_changed(
    as_alice: Page, page_without_scripts: Page, newsroom: Newsroom
) -> None:
    as_alice.goto(f"/posts/{newsroom.post.pk}/edit/")
    body = as_alice.locator("textarea[name=body]")
    body.fill(body.input_value().replace("four million", "five million"))
    as_alice.locator("input[name=correction]").fill("The sum was wrong.")
    as_alice.get_by_role("button", name="Save changes").click()

    page_without_scripts.goto(newsroom.post.get_absolute_url())
    expect(page_without_scripts.get_by_text("The sum was wrong.")).to_be_visible()
    page_without_scripts.get_by_role("link", name="History").click()

    expect(page_without_scripts.locator("del", has_text="four")).to_be_visible()
    expect(page_without_scripts.locator("ins", has_text="five")).to_be_visible()


def test_an_author_removes_the_words_of_a_revision_that_leaked(
    as_alice: Page, page_without_scripts: Page, newsroom: Newsroom
) -> None:
    as_alice.goto(f"/posts/{newsroom.post.pk}/edit/")
    body = as_alice.locator("textarea[name=body]")
    leaked, harmless = f"{body.input_value()} Her number is 06-555.", body.input_value()
    for words in (leaked, harmless):
        as_alice.locator("textarea[name=body]").fill(words)
        as_alice.get_by_role("button", name="Save changes").click()
        as_alice.goto(f"/posts/{newsroom.post.pk}/edit/")
    as_alice.goto(f"/posts/{newsroom.post.pk}/history/")

    as_alice.locator("#revision-2").get_by_role("link", name="Remove the words").click()
    as_alice.get_by_role("button", name="Remove the words").click()

    page_without_scripts.goto(f"/posts/{newsroom.post.pk}/history/")
    expect(
        page_without_scripts.get_by_text("The words of this revision were removed")
    ).to_be_visible()
    expect(page_without_scripts.locator("main")).not_to_contain_text("06-555")


def test_text_and_preview_share_a_wide_screen_and_take_turns_on_a_phone(as_alice: Page) -> None:
    as_alice.set_viewport_size({"width": 1440, "height": 900})
    as_alice.goto("/write/")
    text, preview = as_alice.locator("textarea[name=body]"), as_alice.locator("[data-live]")
    text.fill("```\n" + "a_long_line_of_code(" * 20 + "\n```")
    as_alice.get_by_role("button", name="Preview").click()
    expect(preview.locator("code")).to_be_visible()

    sizes = [each.bounding_box() for each in (text, preview)]
    assert all(size and size["width"] > 400 for size in sizes), sizes
    as_alice.set_viewport_size({"width": 390, "height": 844})
    expect(text).to_be_hidden()
    expect(preview).to_be_visible()
    assert as_alice.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_tags_that_others_use_are_offered_while_one_is_typed(as_alice: Page) -> None:
    Tag.objects.create(name="dredging", slug="dredging", post_count=3)
    as_alice.goto("/write/")

    as_alice.locator("[name=tags]").press_sequentially("mud, dre")

    offered = as_alice.locator("#known-tags option")
    expect(offered.and_(as_alice.locator("[value='mud, dredging']"))).to_have_count(1)
    expect(offered).to_have_count(1)
