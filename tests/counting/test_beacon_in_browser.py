"""Journeys of beacon.js in a real browser; its clock is wound forward, so nobody waits."""

import pytest
from playwright.sync_api import Page

from tests.counting.tabs import counted, wind
from tests.counting.tabs import reader as reader
from tests.counting.tabs import tab as tab
from tests.factories import make_post

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.whole_browser]


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


def test_hidden_tab_sees_nothing(reader: Page) -> None:
    reader.add_init_script("Object.defineProperty(document, 'hidden', { get: () => true })")
    reader.goto(make_post().get_absolute_url())

    wind(reader, 20)
    reader.goto("/")

    assert counted("view") == {}
