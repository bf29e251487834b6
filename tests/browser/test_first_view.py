"""What a browser does that has never been here: words and letters first, scripts after them."""

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)

SCRIPT_IS_THERE = (
    "performance.getEntriesByType('resource').some((each) => /site.*js$/.test(each.name))"
)
# Milliseconds from the first paint of words until the first script is asked for.
LATER = """() => {
  const asked = performance.getEntriesByType('resource').filter((each) => /js$/.test(each.name));
  return Math.min(...asked.map((each) => each.startTime)) - performance.getEntriesByName('first-contentful-paint')[0].startTime;
}"""


@pytest.fixture
def first_visit(browser: Browser, live_site: str) -> Page:
    return browser.new_page(base_url=live_site)


def test_scripts_come_after_the_first_paint(first_visit: Page) -> None:
    with first_visit.expect_request_finished(lambda request: "js/site" in request.url):
        first_visit.goto("/")

    assert first_visit.evaluate(LATER) > 0
    first_visit.context.close()


def test_how_one_likes_to_read_waits_for_no_script(first_visit: Page, live_site: str) -> None:
    first_visit.context.add_cookies(
        [{"name": name, "value": value, "url": live_site} for name, value in (("theme", "dark"), ("text_size", "l"))]
    )  # fmt: skip
    first_visit.route("**/js/*.js", lambda route: route.abort())

    first_visit.goto("/")

    looks = first_visit.evaluate("({ ...document.documentElement.dataset })")
    assert looks == {"theme": "dark", "textSize": "l"}
    first_visit.context.close()
