"""What readers do with a post, in a real browser, with and without JavaScript."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from feed.models import Bookmark, Poll, PollVote, Post, Reaction
from tests.browser.conftest import Newsroom, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

NO_PAGE_ERRORS = "Failed to load resource"


def test_a_reader_reacts_changes_the_kind_and_takes_it_back(tab: Page, newsroom: Newsroom) -> None:
    sign_in(tab, "bob")
    tab.goto(newsroom.post.get_absolute_url())
    bar = tab.locator("#reactions")
    thanks, funny = (
        bar.get_by_role("button", name=re.compile(name))
        for name in ("Thank you", "This makes me laugh")
    )

    thanks.click()
    expect(thanks).to_have_attribute("aria-pressed", "true")
    expect(thanks).to_contain_text("3")
    funny.click()
    expect(funny).to_have_attribute("aria-pressed", "true")
    expect(thanks).to_have_attribute("aria-pressed", "false")
    expect(thanks).to_contain_text("2")
    funny.click()
    expect(funny).to_have_attribute("aria-pressed", "false")

    assert not Reaction.objects.filter(member__username="bob").exists()
    assert Post.objects.get(pk=newsroom.post.pk).reaction_count == 5


def test_with_javascript_the_page_stays_and_the_button_keeps_the_focus(
    page: Page, newsroom: Newsroom
) -> None:
    sign_in(page, "bob")
    page.goto(newsroom.post.get_absolute_url())
    page.evaluate("document.body.dataset.stays = 'yes'")
    like = page.get_by_role("button", name=re.compile("I like this"))

    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")

    expect(page.locator("body")).to_have_attribute("data-stays", "yes")
    expect(like).to_be_focused()


def test_a_stranger_is_led_to_the_sign_in_page_and_back(tab: Page, newsroom: Newsroom) -> None:
    tab.goto(newsroom.post.get_absolute_url())

    tab.get_by_role("link", name="Sign in to react").click()
    tab.locator("input[name=login]").fill("bob")
    tab.locator("input[name=password]").fill("correct horse battery staple")
    tab.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()

    tab.wait_for_url("**#reactions")
    expect(tab.get_by_role("button", name=re.compile("I like this"))).to_be_visible()


def test_a_reader_keeps_a_post_writes_a_note_and_removes_it(tab: Page, newsroom: Newsroom) -> None:
    sign_in(tab, "bob")
    tab.goto(newsroom.post.get_absolute_url())

    tab.get_by_role("button", name="Keep").click()
    tab.get_by_role("link", name="Kept on your list").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Reading list")
    tab.get_by_text("Note and list").click()
    tab.get_by_label("Note", exact=True).fill("For the train")
    tab.get_by_role("button", name="Save").click()
    expect(tab.locator(".bookmark__note")).to_have_text("For the train")
    tab.get_by_text("Note and list").click()
    tab.get_by_role("button", name="Remove").click()
    expect(tab.get_by_text("This list is empty")).to_be_visible()

    assert not Bookmark.objects.filter(list__member__username="bob").exists()


def test_a_reader_votes_and_sees_what_the_others_say(tab: Page, newsroom: Newsroom) -> None:
    sign_in(tab, "alice")
    tab.goto(newsroom.answer.get_absolute_url())
    poll = tab.locator("#poll")
    expect(poll.locator("meter")).to_have_count(0)

    poll.get_by_label("No", exact=True).check()
    poll.get_by_role("button", name="Vote").click()

    expect(poll.locator("meter")).to_have_count(3)
    expect(poll).to_contain_text("50% · 3 votes")
    assert (
        PollVote.objects.get(member=newsroom.alice, poll__post=newsroom.answer).choice.text == "No"
    )


def test_a_reader_who_votes_too_late_is_told_so(
    tab: Page, newsroom: Newsroom, problems: list[str]
) -> None:
    sign_in(tab, "alice")
    tab.goto(newsroom.answer.get_absolute_url())
    tab.locator("#poll").get_by_label("No", exact=True).check()
    Poll.objects.update(closes_at=timezone.now() - timedelta(seconds=1))

    tab.locator("#poll").get_by_role("button", name="Vote").click()

    expect(tab.get_by_role("alert")).to_contain_text("your vote was not counted")
    expect(tab.locator("#poll meter")).to_have_count(3)
    assert not PollVote.objects.filter(member=newsroom.alice, poll__post=newsroom.answer).exists()
    assert all(NO_PAGE_ERRORS in each for each in problems)
    problems.clear()


def test_an_author_asks_the_readers(tab: Page, newsroom: Newsroom) -> None:
    sign_in(tab, "alice")
    tab.goto(f"/posts/{newsroom.draft.pk}/poll/")

    tab.get_by_label("Question").fill("Rails or rubber?")
    tab.get_by_label("Answer 1").fill("Rails")
    tab.get_by_role("button", name="Save the poll").click()
    tab.get_by_label("Answer 2").fill("Rubber")
    tab.get_by_role("button", name="Save the poll").click()

    expect(tab.locator("#poll")).to_contain_text("Rails or rubber?")


def test_an_author_puts_a_post_in_a_series_and_arranges_it(tab: Page, newsroom: Newsroom) -> None:
    sign_in(tab, "alice")
    tab.goto(f"/posts/{newsroom.draft.pk}/edit/")
    tab.locator("main").get_by_role("button", name="Publish", exact=True).click()
    expect(tab.locator(".article__head")).to_contain_text("Part 2 of 2 of The tram line")

    tab.get_by_role("link", name="The tram line").first.click()
    tab.get_by_role("link", name="Name and order").click()
    tab.get_by_label(newsroom.draft.title).fill("0")
    tab.get_by_role("button", name="Save").click()

    titles = tab.locator("main .rows h2").all_inner_texts()
    assert titles == [newsroom.draft.title, newsroom.post.title]


@pytest.mark.whole_browser  # the light one asks the other server itself, after our redirect
def test_a_reader_shares_on_a_server_of_choice(
    tab: Page, newsroom: Newsroom, problems: list[str]
) -> None:
    shared: list[str] = []

    def answer(route: Route) -> None:
        shared.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<h1>Write your post</h1>")

    tab.context.route("https://social.example/**", answer)
    tab.goto(newsroom.post.get_absolute_url())
    tab.get_by_role("link", name="Mastodon").click()
    assert shared == []
    tab.get_by_label("Your Mastodon server").fill("social.example")
    tab.get_by_role("button", name="Go to my server").click()

    expect(tab.get_by_role("heading", name="Write your post")).to_be_visible()
    assert shared[0].startswith("https://social.example/share?text=Tram+line+costs+more+http")
    assert all("social.example" in each for each in problems)
    problems.clear()


def test_the_device_is_asked_where_it_can_share(page: Page, newsroom: Newsroom) -> None:
    page.add_init_script(
        "navigator.share = (data) => { document.title = `shared ${data.url}`; return Promise.resolve(); }"
    )
    page.goto(newsroom.post.get_absolute_url())

    page.get_by_role("button", name="Share").click()

    expect(page).to_have_title(re.compile(f"shared http.*{newsroom.post.get_absolute_url()}"))


def test_a_printed_article_is_the_article(page: Page, newsroom: Newsroom) -> None:
    page.goto(newsroom.post.get_absolute_url())
    page.emulate_media(media="print")

    for hidden in (
        ".reactions",
        ".share",
        "#keep",
        ".rail",
        ".sponsor-slot",
        ".colophon",
        ".tools",
    ):
        assert not any(each.is_visible() for each in page.locator(hidden).all()), hidden
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".article__body").first).to_be_visible()
