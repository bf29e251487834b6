"""From reading to being answered: a member reacts, keeps, comments, and hears of the answer on every channel."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.delivery import mail, push
from accounts.delivery.claims import LEASE
from accounts.models import Notification, User
from accounts.services.pushing import subscribe
from feed.announcing import refresh
from feed.models import Bookmark, Comment, Reaction
from tests.accounts.push_service import Browser
from tests.browser.conftest import Newsroom, sign_in
from tests.factories import make_comment

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_reader_reacts_keeps_comments_and_hears_of_the_answer_on_every_channel(
    tab: Page, newsroom: Newsroom, mailoutbox: list[object]
) -> None:
    bob = User.objects.get(username="bob")
    EmailAddress.objects.create(user=bob, email=bob.email, verified=True, primary=True)
    browser = Browser()
    subscribe(bob, **browser.keys)
    sign_in(tab, "bob")

    comment = _take_part(tab, newsroom)
    answer = make_comment(parent=comment, author=newsroom.alice, body="The council says June.")
    refresh.refresh_due()
    mail.send_due()
    push.send_due(now=timezone.now() + 2 * LEASE, post=browser.post)  # the first try met no service

    assert [message.subject for message in mailoutbox] == [  # type: ignore[attr-defined]
        "Alice Quayside answers you – Tram line costs more"
    ]
    assert [each["url"] for each in browser.shown()] == [answer.get_absolute_url()]
    tab.goto("/notifications/")
    notice = tab.locator(".notice").first
    expect(notice).to_contain_text("Alice Quayside answers you")
    expect(notice).to_have_class(re.compile("notice--new"))
    notice.get_by_role("link", name="Tram line costs more").click()
    expect(tab.get_by_text("The council says June.")).to_be_visible()


def _take_part(tab: Page, newsroom: Newsroom) -> Comment:
    """React, keep and comment under the story."""
    tab.goto(newsroom.post.get_absolute_url())
    thanks = tab.locator("#reactions").get_by_role("button", name=re.compile("Thank you"))
    thanks.click()
    expect(thanks).to_have_attribute("aria-pressed", "true")
    tab.get_by_role("button", name="Keep").click()
    expect(tab.get_by_role("link", name="Kept on your list")).to_be_visible()
    form = tab.locator("#comment-form")
    form.get_by_role("textbox").fill("When will it open?")
    form.get_by_role("button", name="Post comment").click()
    expect(tab.locator(".comment__body", has_text="When will it open?")).to_be_visible()
    assert Reaction.objects.filter(member__username="bob", post=newsroom.post).exists()
    assert Bookmark.objects.filter(list__member__username="bob", post=newsroom.post).exists()
    told = Notification.objects.filter(recipient=newsroom.alice, kind="reply")
    refresh.refresh_due()
    assert told.filter(title="Tram line costs more").exists()
    return Comment.objects.get(body="When will it open?")


def test_arabic_runs_from_right_to_left_on_feed_article_and_profile(
    page: Page, newsroom: Newsroom
) -> None:
    page.context.add_cookies(
        [{"name": "django_language", "value": "ar", "url": page.context.request.get("/").url}]
    )
    for path in ("/", newsroom.post.get_absolute_url(), newsroom.alice.get_absolute_url()):
        page.goto(path)

        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        beside = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert beside <= 0
        assert page.evaluate("getComputedStyle(document.querySelector('main')).direction") == "rtl"
