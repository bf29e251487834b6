from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from sponsors.images import keep_picture
from tests.counting.tabs import tab as tab
from tests.factories import make_post
from tests.sponsors.factories import make_creative, make_flight

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.whole_browser]

SLOTS = (
    "article-top",
    "article-inline",
    "sidebar-top",
    "sidebar-bottom",
    "article-bottom",
    "feed-top",
    "feed-inline",
)


@pytest.fixture
def booked(live_site: str) -> None:
    """More than enough creatives for every slot, one without a picture, two of one sponsor."""
    for number in range(7):
        flight = make_flight(sponsor=f"Sponsor {number % 6}", slots=SLOTS)
        image = keep_picture(Image.new("RGB", (600, 300), "teal")) if number else ""
        make_creative(
            flight=flight, headline=f"Rope number {number}", image=image, image_alt="Rope"
        )


def test_pages_full_of_sponsors_are_accessible(
    booked: None, tab: Page, assert_accessible: Callable[[Page], None]
) -> None:
    posts = [make_post(body="A paragraph of the dredger.\n\n" * 8) for _ in range(14)]
    for address, slots in ((posts[0].get_absolute_url(), 5), ("/", 4)):
        tab.goto(address)

        expect(tab.locator(".sponsor-slot[data-sponsor]")).to_have_count(slots)
        assert_accessible(tab)


def test_filling_moves_nothing(booked: None, tab: Page, problems: list[str]) -> None:
    """However long the words, and whether or not the pictures have come."""
    address = make_post(body="A paragraph of the dredger.\n\n" * 8).get_absolute_url()
    measure = "nodes => nodes.map(node => JSON.stringify(node.getBoundingClientRect()))"
    tab.route("**/sponsors/fill/**", lambda route: route.abort())
    with tab.expect_console_message(lambda message: "/sponsors/fill/" in message.location["url"]):
        tab.goto(address)
    before = tab.locator(".sponsor-slot").evaluate_all(measure)
    problems.clear()  # the request that was held back

    tab.unroute_all()
    tab.goto(address)
    expect(tab.locator(".sponsor-slot[data-sponsor]")).to_have_count(5)

    assert tab.locator(".sponsor-slot").evaluate_all(measure) == before


def test_without_scripts_the_house_stays(booked: None, page_without_scripts: Page) -> None:
    page_without_scripts.goto(make_post().get_absolute_url())

    expect(page_without_scripts.locator(".sponsor-slot").first).to_contain_text("Made possible")
