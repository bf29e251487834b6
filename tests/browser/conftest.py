"""A small newsroom in which every page of the site has something to show."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page

from accounts.models import User
from feed.models import Comment, Post, SiteSettings
from feed.read_more import refresh
from feed.services import commenting, images, publishing
from tests.factories import (
    PASSWORD,
    make_category,
    make_comment,
    make_member,
    make_moderator,
    make_post,
    make_upload,
)

STORY = """The tram line over the new bridge will cost **four million** more than the council said.

> “Nobody told us,” says the alderman.

## What now

- wait for the second opinion
- ask the province

The line was to open in spring, and the rails lie ready beside the harbour.

| Year | Cost |
| --- | --- |
| 2025 | 31 |
| 2026 | 35 |

A decision is due in June, [says the council](https://council.example/agenda).

Until then the buses go on.

`tram.status = "late"`
"""


@dataclass(frozen=True)
class Newsroom:
    """What the fixture made."""

    alice: User
    mona: User
    post: Post
    draft: Post
    held: Post
    comment: Comment


@pytest.fixture
def newsroom(transactional_db: None) -> Newsroom:
    """A site with a published story, its neighbours, a thread, a draft, a held post and two members."""
    SiteSettings.objects.create(
        pk=1, name="The Courant", tagline="News from the river", description="Town news."
    )
    alice, mona = (
        make_member("alice", display_name="Alice Quayside", bio="Writes."),
        make_moderator(),
    )
    harbour, market = (
        make_category("Harbour", description="Ships and quays."),
        make_category("Market"),
    )
    for number in range(24):
        words = f"Soup{number} and onions{number} for everybody{number}."
        make_post(
            author=make_member(f"voice{number}"),
            title=f"Market notes {number}",
            body=words,
            category=market,
        )
    image = images.store_image(
        owner=alice,
        upload=make_upload(size=(1200, 800)),
        alt="A bridge",
        caption="The bridge.",
        credit="A. Quayside",
    )
    story: dict[str, Any] = {"category": harbour, "tags": ("tram", "budget"), "body": STORY}
    post = make_post(author=alice, title="Tram line costs more", lead_image=image, **story)
    answer = "The bridge over the harbour eats the tram line's million, and the council knows it. Rails rust."
    make_post(
        author=make_member("bob"), title="Bridge budget in trouble", **story | {"body": answer}
    )
    publishing.feature_post(post, is_featured=True)
    comment = make_comment(post=post, body="I saw it *coming*.\n\n> “Nobody”")
    reply = make_comment(parent=comment, author=alice, body="So did I.")
    commenting.delete_comment(make_comment(parent=reply, author=mona))
    refresh.refresh_all()
    return Newsroom(
        alice=alice,
        mona=mona,
        post=post,
        draft=make_post(author=alice, title="Not yet", is_published=False),
        held=make_post(
            author=make_member("mallory", trust_level=0),
            body="Best price, book now: +31 20 555 0123",
        ),
        comment=comment,
    )


def sign_in(page: Page, username: str) -> None:
    """Sign in through the form, as people do."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")


@pytest.fixture
def as_alice(page: Page, newsroom: Newsroom) -> Page:
    """A tab in which Alice is signed in."""
    sign_in(page, newsroom.alice.username)
    return page
