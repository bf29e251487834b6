from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page

from sponsors.images import keep_picture
from tests.factories import make_post
from tests.sponsors.factories import make_creative, make_flight

pytestmark = pytest.mark.django_db(transaction=True)

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
    booked: None, page: Page, assert_accessible: Callable[[Page], None]
) -> None:
    posts = [make_post(body="A paragraph of the dredger.\n\n" * 8) for _ in range(14)]
    for address, slots in ((posts[0].get_absolute_url(), 5), ("/", 4)):
        page.goto(address)

        assert page.locator(".sponsor-slot").count() == slots
        assert_accessible(page)


def test_slots_keep_their_size_while_pictures_load(
    booked: None, page: Page, problems: list[str]
) -> None:
    address = make_post(body="A paragraph of the dredger.\n\n" * 8).get_absolute_url()
    measure = "nodes => nodes.map(node => node.getBoundingClientRect().height)"
    page.route("**/media/sponsors/**", lambda route: route.abort())
    page.goto(address)
    before = page.locator(".sponsor-slot").evaluate_all(measure)

    problems.clear()  # the pictures that were held back

    page.unroute_all()
    page.goto(address)
    page.wait_for_load_state("networkidle")

    assert page.locator(".sponsor-slot").evaluate_all(measure) == before
