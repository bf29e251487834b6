"""A picture's way: uploaded with its words, aimed by a click, shown in AVIF, without anything jumping."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from feed.models import Image, Post
from tests.browser.conftest import Newsroom
from tests.feed.test_images import photograph

pytestmark = pytest.mark.django_db(transaction=True)
# A late font may move a line by a pixel; a picture without its size shifts the page by a hundred times that.
FONT_SHIFT = 0.001
# Sum of all shifts so far, also of those before the script came.
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  const add = (entries) => { for (const entry of entries) sum += entry.value; };
  const watch = new PerformanceObserver((list) => add(list.getEntries()));
  watch.observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => { add(watch.takeRecords()); done(sum); }));
})"""


def payload() -> FilePayload:
    return {"name": "quay.jpg", "mimeType": "image/jpeg", "buffer": photograph().read()}


def write_with_pictures(tab: Page) -> Image:
    """Save a draft with a lead picture and one in the text, by hand."""
    tab.goto("/write/")
    tab.locator("[name=title]").fill("Fog on the quay")
    tab.locator("textarea[name=body]").fill("Look:\n\n")
    tab.locator("textarea[name=body]").press("Control+End")
    tab.locator("[data-image]").set_input_files(payload())
    expect(tab.locator("textarea[name=body]")).to_have_value(
        re.compile(r"/media/images/\w+-\d+x\d+\.webp")
    )
    tab.keyboard.type("The quay in fog")
    tab.locator("select[name=category]").select_option(label="Harbour")
    tab.locator("input[name=image]").set_input_files(payload())
    tab.locator("input[name=image_alt]").fill("A quay")
    tab.locator("input[name=image_caption]").fill("The quay, on Monday.")
    tab.get_by_role("button", name="Save draft").click()
    tab.wait_for_url("**/edit/")
    return Image.objects.latest("pk")


def test_a_picture_goes_from_the_desk_to_the_reader(
    as_alice: Page, page_without_scripts: Page, newsroom: Newsroom, problems: list[str]
) -> None:
    image = write_with_pictures(as_alice)
    aim = as_alice.locator("[data-aim] img")
    box = aim.bounding_box()
    assert box is not None
    aim.click(position={"x": box["width"] * 0.2, "y": box["height"] * 0.9})
    expect(as_alice.locator("input[name=image_focus_x]")).to_have_value("20")
    expect(as_alice.locator("input[name=image_focus_y]")).to_have_value("90")
    as_alice.get_by_role("button", name="Publish", exact=True).click()
    as_alice.wait_for_url("**/fog-on-the-quay/")

    post = Post.objects.get(title="Fog on the quay")
    as_alice.goto(post.get_absolute_url())
    for picture in (as_alice.locator(".article__lead img"), as_alice.locator(".prose img")):
        picture.scroll_into_view_if_needed()
        as_alice.wait_for_function(
            "(img) => img.complete && img.naturalWidth", arg=picture.element_handle()
        )
        assert str(picture.evaluate("(img) => img.currentSrc")).endswith(".avif")
    assert as_alice.locator(".prose img").get_attribute("alt") == "The quay in fog"
    expect(as_alice.locator(".article__lead figcaption")).to_contain_text("The quay, on Monday.")
    assert as_alice.evaluate(SHIFTS) < FONT_SHIFT

    as_alice.goto("/categories/harbour/")
    card = as_alice.locator(".story", has_text="Fog on the quay").locator("img")
    assert card.evaluate("(img) => getComputedStyle(img).objectPosition") == "20% 90%"
    assert Image.objects.get(pk=image.pk).avif_srcset

    page_without_scripts.goto(post.get_absolute_url())
    expect(page_without_scripts.locator(".prose picture img")).to_be_visible()
    assert problems == []
