"""A wave of spam among real posts, and five minutes of a moderator's day."""

import re
from collections.abc import Iterator
from random import Random
from typing import Any, Final

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import TrustLevel, User
from config.testing.browser import AssertAccessible
from demo.reading import read_content
from feed.models import Category, Post, PostStatus, SpamCampaign, TemplatePrint
from feed.spam import campaigns
from feed.spam.masking import bands_of, print_of
from moderation.models import Decision
from tests.factories import make_category, make_member, make_moderator, make_post
from tests.workers import workers_away

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("redis")]
# Two hundred posts move in one act; seconds on an idle machine.
PATIENCE_MS: Final = 150_000
# More than a page of the admin has links, fields and buttons.
MOST_STOPS: Final = 200
SPAM: Final = (
    "Best price! Book now on WhatsApp +31 20 555 01 23 https://a.example https://b.example"
)
TOWNS: Final = ("Pune", "Mumbai", "new delhi", "Nagpur", "Thane", "jaipur", "Surat", "Kochi")
TEMPLATE: Final = (
    "{best} packers and movers in {town}. Our trained staff packs your household goods with bubble wrap and loads them with "
    "{care}. We have moved {number} families from {town} to every corner of the country, on time and at a fair charge. "
    "Ask us for a free visit in {town} and for an offer in writing. Our lorries leave {town} every morning."
)


def enter(page: Page, address: str) -> User:
    mona = make_moderator()
    client = Client()
    client.force_login(mona)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.goto("/robots.txt")
    cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": page.url}
    page.context.add_cookies([cookie])
    page.goto(address)
    return mona


def real_bodies(count: int) -> list[str]:
    """So many texts of real sentences, none of which stands in two."""
    content = read_content()
    spammers = {member.username for member in content.spammers}
    texts = [post.body for post in content.posts if post.author not in spammers]
    found = [
        part for text in texts for part in re.split(r"(?<=[.!?])\s+", text) if len(part.split()) > 4
    ]
    Random(7).shuffle(found)
    size = len(found) // count
    return [" ".join(found[number * size : (number + 1) * size]) for number in range(count)]


def spam_bodies(count: int) -> list[str]:
    dice = Random(11)
    return [
        TEMPLATE.format(
            town=dice.choice(TOWNS), best=dice.choice(("best", "top", "leading")),
            care=dice.choice(("care", "great care", "love")), number=dice.randint(200, 9000),
        )
        for _number in range(count)
    ]  # fmt: skip


def make_posts(bodies: list[str], *, authors: list[User], title: str) -> list[int]:
    """Published as they are, with the prints that tell templates."""
    category, now = make_category(), timezone.now()
    posts = Post.objects.bulk_create(
        Post(
            author=authors[number % len(authors)], category=category, title=f"{title} {number}", slug="p",
            body=body, body_html=f"<p>{body}</p>", status=PostStatus.PUBLISHED, published_at=now,
        )
        for number, body in enumerate(bodies)
    )  # fmt: skip
    prints = [(post, print_of(post.body)) for post in posts]
    TemplatePrint.objects.bulk_create(
        TemplatePrint(post=post, author_pk=post.author_id, hashes=hashes, bands=bands_of(hashes), is_due=True)
        for post, hashes in prints
        if hashes
    )  # fmt: skip
    Category.objects.filter(pk=category.pk).update(post_count=Post.objects.live().count())
    return [post.pk for post in posts]


def make_members(count: int, *, name: str) -> list[User]:
    return User.objects.bulk_create(
        User(username=f"{name}{number}", trust_level=TrustLevel.MEMBER) for number in range(count)
    )


def state_of(pks: list[int]) -> list[Any]:
    columns = (
        "pk",
        "status",
        "held_reasons",
        "published_at",
        "version",
        "title",
        "category__post_count",
    )
    return list(Post.objects.filter(pk__in=pks).order_by("pk").values_list(*columns))


@pytest.fixture
def later() -> Iterator[None]:
    """What workers do for each post of a wave is not asked about."""
    with workers_away():
        yield


@pytest.mark.timeout(400)
def test_a_wave_of_spam_is_taken_away_in_one_act_and_comes_back_exactly(
    page: Page, later: None
) -> None:
    real = make_posts(real_bodies(300), authors=make_members(60, name="real"), title="News")
    wave = make_posts(spam_bodies(200), authors=make_members(40, name="mover"), title="Movers")
    while campaigns.refresh_due():
        pass
    before = state_of(real + wave)
    enter(page, "/admin/queue/")

    found = list(SpamCampaign.objects.values_list("pk", "post_count", "author_count"))
    quarantine = page.get_by_role("button", name="Quarantine")
    for _campaign in found:
        quarantine.first.click(no_wait_after=True)
        expect(page.get_by_text("1 decision recorded.")).to_be_visible(timeout=PATIENCE_MS)

    expect(page.get_by_text("Nothing waits.")).to_have_count(0)
    assert 1 <= len(found) <= 3
    assert (sum(count for _pk, count, _authors in found), found[0][2]) == (200, 40)
    assert Decision.objects.filter(verb="quarantine").count() == len(found)
    assert Post.objects.filter(pk__in=wave, status=PostStatus.HELD).count() == 200
    assert [row[:6] for row in state_of(real)] == [row[:6] for row in before[:300]]

    for pk, _posts, _authors in found:
        page.goto(f"/admin/feed/spamcampaign/{pk}/change/")
        page.locator("[name=decide_restore]").click(no_wait_after=True)
        expect(page.get_by_text("1 decision recorded.")).to_be_visible(timeout=PATIENCE_MS)

    assert state_of(real + wave) == before


def press(page: Page, name: str) -> None:
    """Go to a button by the keyboard alone, as who has no mouse does."""
    wanted = page.get_by_role("button", name=name)
    expect(wanted).to_be_visible()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("button => button === document.activeElement"):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"No way leads to “{name}” by the keyboard.")


@pytest.fixture
def three_offers() -> None:
    mallory = make_member("mallory", trust_level=TrustLevel.NEW)
    for number in range(3):
        make_post(author=mallory, title=f"Movers {number}", body=SPAM)


def test_five_minutes_of_a_moderators_day_by_the_keyboard_alone(
    page: Page, three_offers: None, assert_accessible: AssertAccessible
) -> None:
    enter(page, "/admin/queue/")
    assert_accessible(page)

    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator(".case--current")).to_be_focused()
    press(page, "Five minutes")
    expect(page.locator("[data-until]")).to_contain_text("4:5")
    assert_accessible(page)
    press(page, "Skip")
    expect(page.locator("[data-case]")).to_have_count(1)
    page.keyboard.press("2")
    expect(page.get_by_text("1 decision recorded.")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Hide all 2")).to_be_visible()
    assert_accessible(page)
    press(page, "Hide all 2")
    expect(page.get_by_text("Decided about 2 texts.")).to_be_visible()
    press(page, "Take it back")

    expect(page.get_by_text("Taken back: 2 texts are as they were.")).to_be_visible()
    assert sorted(Post.objects.values_list("status", flat=True)) == ["held", "held", "hidden"]


def test_five_minutes_of_a_moderators_day_without_scripts(
    page_without_scripts: Page, three_offers: None
) -> None:
    page = page_without_scripts
    enter(page, "/admin/queue/")
    page.get_by_role("button", name="Five minutes").click()
    page.get_by_role("button", name="Skip").click()
    expect(page.locator("[data-case]")).to_have_count(1)
    page.locator("[data-case] button[name=deed]").nth(1).click()
    expect(page.get_by_text("1 decision recorded.")).to_be_visible()
    page.get_by_role("link", name="All by this member").click()
    page.get_by_role("button", name="Hide all 2").click()
    page.get_by_role("button", name="Take it back").click()

    expect(page.get_by_text("Taken back: 2 texts are as they were.")).to_be_visible()
    assert sorted(Post.objects.values_list("status", flat=True)) == ["held", "held", "hidden"]
