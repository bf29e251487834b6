"""What readers see and follow, in a real browser; its clock is wound forward, so nobody waits."""

import pytest
from playwright.sync_api import Locator, Page, expect

from sponsors.models import Creative, CreativeTotal, InvalidTotal
from tests.counting.tabs import counted, wind
from tests.counting.tabs import reader as reader
from tests.counting.tabs import tab as tab
from tests.factories import make_post
from tests.sponsors.factories import make_creative, make_flight

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.whole_browser]
LONG = "The dredger came back.\n\n" * 100


def open_post(reader: Page, *, slot: str, body: str = LONG) -> Locator:
    """An article page whose slot has been filled."""
    post = make_post(body=body)
    with reader.expect_response("**/sponsors/fill/**"):
        reader.goto(post.get_absolute_url())
    filled = reader.locator(f".sponsor-slot--{slot}[data-sponsor]")
    expect(filled).to_be_attached()
    return filled


def test_creative_is_viewable_once_it_is_scrolled_into_sight(reader: Page) -> None:
    make_creative(flight=make_flight(slots=("article-bottom",)))
    reader.set_viewport_size({"width": 800, "height": 400})
    slot = open_post(reader, slot="article-bottom")
    with reader.expect_response("**/beacon/"):
        wind(reader, 7)
    before = counted("viewable")

    slot.scroll_into_view_if_needed()
    expect(slot).to_be_in_viewport(ratio=0.5)
    with reader.expect_response("**/beacon/"):
        wind(reader, 3)

    assert (before, counted("viewable")) == ({}, {"valid": 1})
    total = CreativeTotal.objects.get()
    assert (total.impression_count, total.viewable_count) == (1, 1)


def test_creative_that_is_scrolled_past_within_a_second_is_not_viewable(reader: Page) -> None:
    make_creative(flight=make_flight(slots=("article-top",)))
    slot = open_post(reader, slot="article-top")
    reader.mouse.wheel(0, 5000)
    expect(slot).not_to_be_in_viewport()

    with reader.expect_response("**/beacon/"):
        wind(reader, 7)

    assert counted("viewable") == {}


def test_hidden_tab_asks_for_nothing_and_sees_nothing(reader: Page) -> None:
    make_creative(flight=make_flight(slots=("article-top",)))
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    reader.add_init_script("Object.defineProperty(document, 'hidden', { get: () => true })")
    reader.goto(make_post().get_absolute_url())

    wind(reader, 20)
    reader.goto("/")

    assert not [url for url in asked if "/sponsors/fill/" in url]
    assert (counted("impression"), counted("viewable")) == ({}, {})


def test_reload_is_a_rendering_of_its_own_and_replayed_tokens_are_not(reader: Page) -> None:
    make_creative()
    open_post(reader, slot="article-top")
    with reader.expect_response(
        lambda answer: "viewable." in (answer.request.post_data or "")
    ) as sent:
        wind(reader, 3)
    body = sent.value.request.post_data

    replay = "body => fetch('/beacon/', { method: 'POST', body }).then(answer => answer.status)"
    answered = [reader.evaluate(replay, body), reader.evaluate(replay, body)]

    assert answered == [sent.value.status] * 2
    assert counted("viewable") == {"valid": 1, "duplicate": 2}
    assert InvalidTotal.objects.get(kind="viewable", reason="replayed").count == 2
    assert CreativeTotal.objects.get().viewable_count == 1


def test_click_leads_to_the_sponsor_and_its_replay_does_not_count(
    reader: Page, live_site: str
) -> None:
    creative = make_creative(landing_url=f"{live_site}/categories/")
    link = open_post(reader, slot="article-top").locator(".sponsor-slot__link")
    address = link.get_attribute("href")

    link.click()
    expect(reader).to_have_url(creative.landing_url)
    reader.goto(str(address))
    expect(reader).to_have_url(creative.landing_url)

    assert CreativeTotal.objects.get().click_count == 1
    assert counted("click") == {"valid": 1, "duplicate": 1}


def test_reader_learns_why_and_hides_the_sponsor(reader: Page) -> None:
    creative: Creative = make_creative()
    slot = open_post(reader, slot="article-top")
    address = reader.url

    slot.get_by_role("link", name="Why this?").click()
    expect(reader.get_by_text("Ropery Tideman booked the place")).to_be_visible()
    reader.get_by_role("button", name="Hide Ropery Tideman").click()
    with reader.expect_response("**/sponsors/fill/**") as answer:
        reader.goto(address)

    assert f"hide={creative.sponsor.pk}" in answer.value.url
    assert answer.value.json() == {"slots": [None]}
