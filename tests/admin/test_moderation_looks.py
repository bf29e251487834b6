"""The moderators' pages, all of one set-up: accessible, and legible in the dark."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from accounts.services.signing_up import let_apply
from config.testing.browser import AssertAccessible
from feed.models import WrittenRule
from moderation import services
from moderation.models import Appeal, Reason
from moderation.services.appealing import open_appeal
from sponsors.models import Review
from tests.admin.conftest import page_of
from tests.admin.test_in_browser import enter
from tests.factories import make_comment, make_member, make_moderator, make_post
from tests.sponsors.factories import make_creative

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("redis")]


def make_day() -> dict[str, str]:
    """Something of each kind that moderators see; by name the addresses of the pages."""
    mona = make_moderator("mia")
    comment = make_comment(post=make_post(body="See https://example.org, it says more."))
    mallory = make_member("mallory")
    services.silence_member(member=mallory, actor=mona, reason=Reason.SPAM)
    decision = services.hide_post(post=make_post(author=mallory), actor=mona, reason=Reason.SPAM)
    assert decision
    open_appeal(decision, member=mallory, words="It was no spam.")
    make_creative(review=Review.WAITING, checked_at=timezone.now(), check_due=False)
    let_apply(make_member("nora"), words="I write.", reasons=[])
    rule = WrittenRule.objects.create(name="Flights")
    return {
        "dashboard": "/admin/",
        "queue": "/admin/queue/",
        "five minutes": "/admin/queue/run/",
        "rule": f"/admin/feed/writtenrule/{rule.pk}/change/",
        "rules": "/admin/feed/writtenrule/",
        "trust": "/admin/accounts/trustrule/",
        "post": page_of(comment.post),
        "member": page_of(comment.author),
        "decision": page_of(decision),
        "block list": "/admin/feed/contactkey/import/",
        "timeline": f"/admin/accounts/user/{mallory.pk}/timeline/",
        "appeals": "/admin/moderation/appeal/",
        "appeal": f"/admin/moderation/appeal/{Appeal.objects.get().pk}/change/",
        "in one act": "/admin/queue/author/mallory/",
        "audit": "/admin/audit/",
        "reasons": "/admin/moderation/decisionreason/",
        "reason": "/admin/moderation/decisionreason/spam/change/",
    }


def test_moderators_pages_are_accessible_and_legible_in_the_dark(
    page: Page, assert_accessible: AssertAccessible, assert_legible: AssertAccessible
) -> None:
    addresses = make_day()
    enter(page, "administrator")

    found = []
    for name, address in addresses.items():
        page.emulate_media(color_scheme="light")
        answer = page.goto(address)
        assert answer
        assert answer.status == 200, name
        try:
            assert_accessible(page)
            assert "('" not in page.locator("main").inner_text()  # no pair meant for a label
            page.emulate_media(color_scheme="dark")
            assert_legible(page)
        except AssertionError as error:
            found.append(f"{name}: {error}")
    assert not found, "\n".join(found)
