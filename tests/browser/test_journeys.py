"""What people come for, in a real browser, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from accounts.models import User
from feed.models import Post
from tests.browser.conftest import Newsroom, sign_in
from tests.factories import make_upload

pytestmark = pytest.mark.django_db(transaction=True)


def submit(tab: Page) -> None:
    """Press the form's first button that sends it."""
    tab.locator("main form button.button").first.click()


def test_a_reader_finds_a_story_and_reads_on(tab: Page, newsroom: Newsroom) -> None:
    tab.goto("/")

    tab.get_by_role("link", name=newsroom.post.title).first.click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(newsroom.post.title)
    tab.get_by_role("link", name="Bridge budget in trouble").first.click()

    expect(tab.get_by_role("heading", level=1)).to_have_text("Bridge budget in trouble")


def test_a_reader_searches(tab: Page, newsroom: Newsroom) -> None:
    tab.goto("/search/")

    tab.locator("main input[name=q]").first.fill("tram")
    tab.locator("main input[name=q]").first.press("Enter")

    expect(tab.get_by_role("link", name=newsroom.post.title).first).to_be_visible()


def test_a_reader_without_javascript_goes_to_the_next_page(
    page_without_scripts: Page, newsroom: Newsroom
) -> None:
    tab = page_without_scripts
    tab.goto("/categories/market/")
    first_page = _titles(tab)

    tab.get_by_role("link", name="Show more", exact=True).click()
    tab.wait_for_url("**/?after=*")

    assert _titles(tab)
    assert not set(_titles(tab)) & set(first_page)


def test_a_reader_loads_more_and_finds_the_place_again(page: Page, newsroom: Newsroom) -> None:
    page.goto("/categories/market/")
    first_page = _titles(page)

    page.get_by_role("link", name="Show more", exact=True).click()
    expect(page.get_by_role("link", name="Market notes 0", exact=True).first).to_be_visible()

    assert _titles(page)[: len(first_page)] == first_page
    assert len(_titles(page)) == 24


def _titles(tab: Page) -> list[str]:
    return [
        title for title in tab.locator("main h2, main h3").all_inner_texts() if "notes" in title
    ]


def test_a_reader_chooses_dutch_and_stays_on_the_page(tab: Page, newsroom: Newsroom) -> None:
    tab.goto(newsroom.post.get_absolute_url())

    tab.locator("header details summary").filter(has_text=re.compile("EN")).click()
    tab.locator("button[name=language][value=nl]").first.click()

    expect(tab.locator("html")).to_have_attribute("lang", "nl")
    assert tab.url.endswith(newsroom.post.get_absolute_url())


def test_a_newcomer_signs_up_and_writes_a_story(tab: Page, newsroom: Newsroom) -> None:
    tab.goto("/accounts/signup/")
    tab.locator("input[name=username]").fill("nadia")
    tab.locator("input[name=email]").fill("nadia@example.org")
    tab.locator("input[name=password1]").fill("correct horse battery")
    submit(tab)
    tab.wait_for_url(re.compile(r"/(accounts/confirm-email/)?$"))

    tab.goto("/write/")
    tab.locator("[name=title]").fill("My first story")
    tab.locator("textarea[name=body]").fill("It begins with **the river**.")
    tab.locator("select[name=category]").select_option(label="Harbour")
    tab.locator("button[name=action][value=publish]").first.click()

    expect(tab.get_by_role("heading", level=1)).to_have_text("My first story")
    expect(tab.locator("article strong").first).to_have_text("the river")
    assert Post.objects.get(title="My first story").author == User.objects.get(username="nadia")


def test_a_refused_form_keeps_every_word(
    tab: Page, newsroom: Newsroom, problems: list[str]
) -> None:
    sign_in(tab, "alice")
    tab.goto("/write/")

    tab.locator("[name=title]").fill("Kept")
    tab.locator("textarea[name=body]").fill("Kept too")
    tab.locator("input[name=tags]").fill("a, b, c, d, e, f")
    tab.locator("select[name=category]").select_option(label="Harbour")
    tab.locator("button[name=action][value=publish]").first.click()

    expect(tab.locator("[name=title]")).to_have_value("Kept")
    expect(tab.locator("textarea[name=body]")).to_have_value("Kept too")
    expect(tab.get_by_text("Choose five tags at most").first).to_be_visible()
    assert all("status of 422" in each for each in problems)
    problems.clear()


def test_a_story_with_a_picture_shows_caption_and_credit(tab: Page, newsroom: Newsroom) -> None:
    sign_in(tab, "alice")
    picture = make_upload(size=(900, 600))
    tab.goto("/write/")
    tab.locator("[name=title]").fill("A picture")
    tab.locator("textarea[name=body]").fill("Look.")
    tab.locator("select[name=category]").select_option(label="Harbour")
    tab.locator("input[name=image]").set_input_files(
        files=FilePayload(name="quay.png", mimeType="image/png", buffer=picture.read())
    )
    tab.locator("input[name=image_alt]").fill("A quay at dusk")
    tab.locator("input[name=image_caption]").fill("The quay.")
    tab.locator("input[name=image_credit]").fill("Alice")

    tab.locator("button[name=action][value=publish]").first.click()

    shown = tab.get_by_role("img", name="A quay at dusk").first
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.complete && image.naturalWidth > 0")
    expect(tab.locator("figcaption").first).to_contain_text("The quay.")


def test_a_member_answers_a_comment(tab: Page, newsroom: Newsroom) -> None:
    sign_in(tab, "alice")
    tab.goto(f"/posts/{newsroom.post.pk}/comments/?parent={newsroom.comment.pk}")

    tab.locator("textarea[name=body]").fill("You were *right*.")
    submit(tab)

    expect(tab.locator("em", has_text="right").first).to_be_visible()
    assert Post.objects.get(pk=newsroom.post.pk).comment_count == 3


def test_preview_shows_what_the_page_will_show(tab: Page, newsroom: Newsroom) -> None:
    sign_in(tab, "alice")
    tab.goto("/write/")
    tab.locator("[name=title]").fill("Preview")
    tab.locator("select[name=category]").select_option(label="Harbour")
    tab.locator("textarea[name=body]").fill("Some **bold** words")

    tab.get_by_role("button", name="Preview").first.click()

    expect(tab.locator("strong", has_text="bold").first).to_be_visible()
