"""Journeys of beacon.js in a real browser; its clock is wound forward, so nobody waits."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from config.redis import Client as Redis
from config.testing.browser import watch
from counting import tasks
from counting.models import EventTotal
from sponsors.models import CreativeTotal
from tests.counting.reporting import BROWSER
from tests.factories import make_post
from tests.sponsors.factories import make_creative, make_flight

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader(browser: Browser, live_site: str, redis: Redis, problems: list[str]) -> Iterator[Page]:
    """A tab of a browser that does not say that it is headless, its clock in our hands."""
    with browser.new_context(base_url=live_site, locale="en-GB", user_agent=BROWSER) as context:
        watch(context, live_site, problems)
        page = context.new_page()
        page.clock.install()
        yield page
    assert not problems, "\n".join(problems)


def counted(kind: str) -> dict[str, int]:
    tasks.drain_all()
    return dict(EventTotal.objects.filter(kind=kind).values_list("event_class", "count"))


def wind(page: Page, seconds: int) -> None:
    """Let time pass and the beacon, if it then sends one, arrive."""
    page.clock.run_for(seconds * 1000)


def test_post_that_was_read_for_five_seconds_is_a_view(reader: Page) -> None:
    post = make_post()
    reader.goto(post.get_absolute_url())

    with reader.expect_response("**/beacon/") as answer:
        wind(reader, 7)

    assert answer.value.status == 204
    assert counted("view") == {"valid": 1}
    post.refresh_from_db()
    assert post.view_count == 1


def test_post_that_was_left_at_once_is_no_view(reader: Page) -> None:
    reader.goto(make_post().get_absolute_url())
    wind(reader, 3)

    reader.goto("/")
    wind(reader, 10)

    assert counted("view") == {}


def test_reader_who_comes_to_the_end_has_finished(reader: Page) -> None:
    reader.set_viewport_size({"width": 800, "height": 400})
    reader.goto(make_post(body="The dredger came back.\n\n" * 100).get_absolute_url())
    with reader.expect_response("**/beacon/"):
        wind(reader, 7)
    before = counted("finish")

    reader.locator("[data-beacon-finish]").scroll_into_view_if_needed()
    with reader.expect_response("**/beacon/"):
        wind(reader, 2)

    assert (before, counted("finish")) == ({}, {"valid": 1})


def test_driven_browser_is_a_bot(reader: Page) -> None:
    reader.add_init_script("Object.defineProperty(navigator, 'webdriver', { get: () => true })")
    reader.goto(make_post().get_absolute_url())
    with reader.expect_response("**/beacon/"):
        wind(reader, 7)

    assert counted("view") == {"bot": 1}


def test_reload_is_no_second_view(reader: Page) -> None:
    reader.goto(make_post().get_absolute_url())
    with reader.expect_response("**/beacon/"):
        wind(reader, 7)
    reader.reload()
    with reader.expect_response("**/beacon/"):
        wind(reader, 7)

    assert counted("view") == {"valid": 1, "duplicate": 1}


def test_creative_counts_once_it_is_scrolled_into_sight(reader: Page) -> None:
    make_creative(flight=make_flight(slots=("article-bottom",)))
    reader.set_viewport_size({"width": 800, "height": 400})
    post = make_post(body="The dredger came back.\n\n" * 100)
    reader.goto(post.get_absolute_url())
    with reader.expect_response("**/beacon/"):
        wind(reader, 7)
    before = counted("impression")

    slot = reader.locator(".sponsor-slot--article-bottom")
    slot.scroll_into_view_if_needed()
    expect(slot).to_be_in_viewport(ratio=0.5)
    with reader.expect_response("**/beacon/"):
        wind(reader, 3)

    assert (before, counted("impression")) == ({}, {"valid": 1})
    assert CreativeTotal.objects.get().impression_count == 1


def test_creative_that_is_scrolled_past_within_a_second_does_not_count(reader: Page) -> None:
    make_creative(flight=make_flight(slots=("article-top",)))
    reader.goto(make_post(body="The dredger came back.\n\n" * 100).get_absolute_url())
    reader.mouse.wheel(0, 5000)
    expect(reader.locator(".sponsor-slot--article-top")).not_to_be_in_viewport()

    with reader.expect_response("**/beacon/"):
        wind(reader, 7)

    assert counted("impression") == {}


def test_hidden_tab_sees_nothing(reader: Page) -> None:
    make_creative(flight=make_flight(slots=("article-top",)))
    reader.add_init_script("Object.defineProperty(document, 'hidden', { get: () => true })")
    reader.goto(make_post().get_absolute_url())

    wind(reader, 20)
    reader.goto("/")

    assert (counted("view"), counted("impression")) == ({}, {})


def test_click_leads_to_the_sponsor_and_its_replay_does_not_count(
    reader: Page, live_site: str
) -> None:
    creative = make_creative(landing_url=f"{live_site}/categories/")
    reader.goto(make_post().get_absolute_url())
    link = reader.locator(".sponsor-slot--article-top a")
    address = link.get_attribute("href")

    link.click()
    expect(reader).to_have_url(creative.landing_url)
    reader.goto(str(address))
    expect(reader).to_have_url(creative.landing_url)

    assert CreativeTotal.objects.get().click_count == 1
    assert counted("click") == {"valid": 1, "duplicate": 1}


def test_slots_and_their_links_work_without_javascript(page_without_scripts: Page) -> None:
    make_creative()
    page_without_scripts.goto(make_post().get_absolute_url())

    slot = page_without_scripts.locator(".sponsor-slot--article-top")

    expect(slot.get_by_text("Sponsor", exact=True)).to_be_visible()
    expect(slot.get_by_role("link")).to_have_attribute("rel", "sponsored noopener")
