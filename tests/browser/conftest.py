"""A small newsroom in which every page of the site has something to show."""

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.core.files.storage import default_storage
from playwright.sync_api import Page

from accounts.models import User
from config.testing.database import can_put_back, keep_rows, put_back
from feed.announcing import refresh as announcing
from feed.models import Bookmark, Category, Comment, Image, Post, ReactionKind, SiteSettings
from feed.read_more import refresh
from feed.services import bookmarks, commenting, images, pinning, polling, publishing, reacting
from tests.factories import (
    PASSWORD,
    make_category,
    make_comment,
    make_member,
    make_moderator,
    make_post,
    make_upload,
)
from tests.workers import workers_away

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
    linked: Post
    held: Post
    comment: Comment
    answer: Post
    kept: Bookmark


@pytest.fixture(scope="session")
def made_before() -> list[Newsroom]:
    """The newsroom of this worker, once it is made."""
    return []


@pytest.fixture
def newsroom(transactional_db: None, made_before: list[Newsroom]) -> Newsroom:
    """A site with a published story, its neighbours, a thread, a draft, a held post and two members.

    Made once for each worker, which takes seconds, and put back for each test, pictures included.
    """
    if not can_put_back():
        return make_newsroom()
    shown = Path(default_storage.path(""))
    kept = shown.with_name(f"{shown.name}-newsroom")
    if made_before:
        put_back("newsroom")
        copytree(kept, shown, dirs_exist_ok=True)
    else:
        made_before.append(make_newsroom())
        keep_rows("newsroom")
        copytree(shown, kept, dirs_exist_ok=True)
    return deepcopy(made_before[0])


def make_newsroom() -> Newsroom:
    """The same, through the services that members use; of the workers' doings, those that pages show."""
    with workers_away():
        made = _newsroom()
    announcing.refresh_due()
    refresh.refresh_all()
    return made


def _newsroom() -> Newsroom:
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
    _fill(market)
    story: dict[str, Any] = {"category": harbour, "tags": ("tram", "budget"), "body": STORY}
    post = make_post(
        author=alice,
        title="Tram line costs more",
        lead_image=_picture(alice),
        series="The tram line",
        **story,
    )
    words = "The bridge over the harbour eats the tram line's million, and the council knows it. Rails rust."
    answer = make_post(
        author=make_member("bob"), title="Bridge budget in trouble", **story | {"body": words}
    )
    _ask_and_react(post, answer, alice=alice)
    publishing.feature_post(post, is_featured=True)
    comment = make_comment(post=post, body="I saw it *coming*.\n\n> “Nobody”")
    reply = make_comment(parent=comment, author=alice, body="So did I.")
    commenting.delete_comment(make_comment(parent=reply, author=mona))
    return Newsroom(
        alice=alice,
        mona=mona,
        post=post,
        linked=make_post(
            author=alice,
            title="Seen from across",
            body="A film:\n\nhttps://www.youtube.com/watch?v=dQw4w9WgXcQ",
            link_url="https://other.example/tram",
        ),
        draft=make_post(author=alice, title="Not yet", is_published=False, series="The tram line"),
        held=make_post(
            author=make_member("mallory", trust_level=0),
            body="Best price, book now: +31 20 555 0123",
        ),
        comment=comment,
        answer=answer,
        kept=bookmarks.change_bookmark(
            bookmarks.keep(post=answer, member=alice),
            note="For Monday",
            shelf=bookmarks.make_list(member=alice, name="Trams"),
        ),
    )


def _picture(owner: User) -> Image:
    """With everything that is said beside a picture."""
    return images.store_image(
        owner=owner,
        upload=make_upload(size=(1200, 800)),
        alt="A bridge",
        caption="The bridge.",
        credit="A. Quayside",
    )


def _fill(market: Category) -> None:
    """More posts than a page of a listing holds, the last one pinned."""
    for number in range(24):
        note = make_post(
            author=make_member(f"voice{number}"),
            title=f"Market notes {number}",
            body=f"Soup{number} and onions{number} for everybody{number}.",
            category=market,
        )
    pinning.pin_post(note)


def _ask_and_react(post: Post, answer: Post, *, alice: User) -> None:
    """A poll that Alice and others have answered, one that she has not, and reactions to both posts."""
    for each in (post, answer):
        terms = polling.PollTerms("Go on with the tram line?", ("Yes", "No", "Ask the province"))
        choices = list(polling.set_poll(post=each, terms=terms).choices.all())
        for number in range(5):
            voice = make_member(f"voice{number}")
            polling.vote(post=each, member=voice, choice_pk=choices[number % 2].pk)
            reacting.react(post=each, member=voice, kind=list(ReactionKind)[number % 3])
    first = post.poll.choices.all()[0]
    polling.vote(post=post, member=alice, choice_pk=first.pk)


def sign_in(page: Page, username: str) -> None:
    """Sign in through the form, as people do."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/")


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def tab(request: pytest.FixtureRequest) -> Page:
    """A tab of a browser with scripts, then one without."""
    name = "page" if request.param == "with JavaScript" else "page_without_scripts"
    found: Page = request.getfixturevalue(name)
    return found


@pytest.fixture
def as_alice(page: Page, newsroom: Newsroom) -> Page:
    """A tab in which Alice is signed in."""
    sign_in(page, newsroom.alice.username)
    return page
