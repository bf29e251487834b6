"""Conversations in a real browser, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from config.testing.browser import AssertAccessible
from feed.models import Comment, CommentVote, ReadMark, ThreadFollow
from tests.browser.conftest import Newsroom, sign_in
from tests.factories import make_comment, make_member

pytestmark = pytest.mark.django_db(transaction=True)

NO_PAGE_ERRORS = "Failed to load resource"


def test_a_member_judges_quotes_previews_answers_and_follows(tab: Page, newsroom: Newsroom) -> None:
    sign_in(tab, "voice1")
    tab.goto(newsroom.post.get_absolute_url())
    comment = tab.locator(f"#comment-{newsroom.comment.pk} > article")

    comment.get_by_role("button", name="Helpful", exact=True).click()
    pressed = comment.get_by_role("button", name=re.compile("^Helpful"))
    expect(pressed).to_have_attribute("aria-pressed", "true")
    assert CommentVote.objects.get().member.username == "voice1"

    tab.locator("#thread-follow summary").click()
    tab.get_by_role("button", name="All comments").click()
    expect(tab.locator("#thread-follow summary")).to_contain_text("All comments")
    assert ThreadFollow.objects.get().level == "all"

    comment.get_by_role("link", name="Quote").click()
    form = tab.locator("form", has=tab.get_by_role("button", name="Post reply"))
    expect(form.get_by_role("textbox")).to_have_value(re.compile("> I saw it"))
    form.get_by_role("textbox").fill("I did *not*, @alice.")
    form.get_by_role("button", name="Preview").click()
    expect(tab.locator(".preview em")).to_have_text("not")
    form.get_by_role("button", name="Post reply").click()

    tab.wait_for_url(re.compile(r"#comment-\d+$"))
    made = Comment.objects.get(author__username="voice1")
    assert made.parent == newsroom.comment
    expect(tab.locator(f"#comment-{made.pk} a", has_text="@alice")).to_be_visible()


def test_a_reader_sorts_and_opens_one_comment_in_its_place(tab: Page, newsroom: Newsroom) -> None:
    tab.goto(newsroom.post.get_absolute_url())

    tab.get_by_role("link", name="Newest").click()
    expect(tab.get_by_role("link", name="Newest")).to_have_attribute("aria-current", "true")
    tab.locator(f"#comment-{newsroom.comment.pk} > article .comment__at").click()

    tab.wait_for_url(f"**{newsroom.comment.get_absolute_url()}")
    expect(tab.get_by_text("So did I.")).to_be_visible()
    tab.get_by_role("link", name="The whole conversation").click()
    tab.wait_for_url("**#comments")


def test_a_draft_survives_a_dead_network_and_a_reload_and_goes_once_it_is_sent(
    page: Page, newsroom: Newsroom, problems: list[str]
) -> None:
    def fail(route: Route) -> None:
        route.abort("internetdisconnected")

    sign_in(page, "bob")
    page.goto(newsroom.post.get_absolute_url())
    path = f"**/posts/{newsroom.post.pk}/comments/"
    page.route(path, fail)

    field = page.locator("#comment-form").get_by_role("textbox")
    field.fill("Long thoughts of mine")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_text("Your text is kept in this browser")).to_be_visible()
    page.reload()
    expect(field).to_have_value("Long thoughts of mine")
    page.unroute(path)
    page.get_by_role("button", name="Post comment").click()

    expect(page.locator(".comment__body", has_text="Long thoughts of mine")).to_be_visible()
    expect(field).to_have_value("")
    assert Comment.objects.filter(body="Long thoughts of mine").count() == 1
    assert all(NO_PAGE_ERRORS in each for each in problems)
    problems.clear()


def test_a_refused_reply_keeps_its_words_in_the_open_form(
    page: Page, newsroom: Newsroom, problems: list[str]
) -> None:
    sign_in(page, "bob")
    page.goto(newsroom.post.get_absolute_url())
    page.locator(f"#comment-{newsroom.comment.pk} > article").get_by_role(
        "link", name="Reply"
    ).click()
    form = page.locator("article form")
    form.get_by_role("textbox").fill("Too late?")
    Comment.objects.filter(pk=newsroom.comment.pk).update(status="hidden")

    form.get_by_role("button", name="Post reply").click()

    expect(page.get_by_text("no longer there")).to_be_visible()
    expect(page.locator("article form").get_by_role("textbox")).to_have_value("Too late?")
    assert all(NO_PAGE_ERRORS in each for each in problems)
    problems.clear()


def test_a_name_is_completed_by_the_keyboard(
    page: Page, newsroom: Newsroom, assert_accessible: AssertAccessible
) -> None:
    make_member("alicia")
    sign_in(page, "bob")
    page.goto(newsroom.post.get_absolute_url())
    field = page.locator("#comment-form").get_by_role("textbox")

    field.press_sequentially("Hello @ali")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(options.first).to_have_text("@aliceAlice Quayside")
    assert_accessible(page)
    field.press("ArrowDown")
    field.press("Enter")

    expect(field).to_have_value("Hello @alicia ")
    expect(page.get_by_role("option")).to_have_count(0)


def test_what_came_since_the_last_visit_is_marked(page: Page, newsroom: Newsroom) -> None:
    path = newsroom.post.get_absolute_url()
    sign_in(page, "bob")
    with page.expect_response("**/comments/seen/"):
        page.goto(f"{path}#comments")
    assert ReadMark.objects.get().member.username == "bob"
    fresh = make_comment(post=newsroom.post, author=newsroom.alice, body="Breaking")

    page.goto(path)

    page.get_by_role("link", name="1 new comment since your last visit").click()
    expect(page.locator(f"#comment-{fresh.pk}")).to_be_in_viewport()
    expect(page.locator(".comment--new")).to_have_count(1)


def test_a_strangers_browser_marks_what_is_new_on_a_page_that_is_the_same_for_all(
    page: Page, newsroom: Newsroom
) -> None:
    path = newsroom.post.get_absolute_url()
    page.goto(f"{path}#comments")
    expect(page.locator("#comments")).to_have_attribute("data-marked", "yes")
    fresh = make_comment(post=newsroom.post, author=newsroom.alice, body="Breaking")

    page.goto(path)

    expect(page.locator(".comment--new")).to_have_id(f"comment-{fresh.pk}")
