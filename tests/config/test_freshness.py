"""Kept pages are never shown once what they show has changed: each deed, each page that shows it."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.services.access import set_active
from accounts.services.profiles import Profile, change_profile
from config.freshness import _memory, remember_with, touch
from config.redis import Client as Redis
from feed.models import Post, ReactionKind, ReadMoreList
from feed.selectors import kept
from feed.services import commenting, counts, pinning, publishing
from feed.services.reacting import react
from tests.config.strangers import Site
from tests.factories import (
    enter_surely,
    make_category,
    make_comment,
    make_draft,
    make_member,
    make_moderator,
    make_post,
)

pytestmark = pytest.mark.django_db

Deed = Callable[[Post], object]
Committing = Callable[[], AbstractContextManager[Any]]


@pytest.fixture
def site(redis: Redis) -> Iterator[Site]:
    """A web process that follows the log, so that it shares what all readers see alike."""
    site = Site()
    remember_with(site.cache.changes)
    yield site
    _memory.watcher = None
    _memory.values.clear()
    kept._kept.clear()


@pytest.fixture
def committing(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Committing:
    """A block whose deeds are committed at its end, so that their effects happen."""
    return partial(django_capture_on_commit_callbacks, execute=True)


def _commented(post: Post) -> object:
    return make_comment(post=post, author=make_member("bob"), body="Kittiwakes nest there.")


def _edited(post: Post) -> object:
    draft = make_draft(title="Kittiwakes return", category=make_category("Nature"))
    return publishing.edit_post(post, editor=make_moderator(), draft=draft)


def _renamed(post: Post) -> object:
    return change_profile(post.author, profile=Profile(display_name="Kittiwake", bio=""))


def _reacted(post: Post) -> object:
    return react(post=post, member=make_member("bob"), kind=next(iter(ReactionKind)))


def _viewed(post: Post) -> None:
    counts.add_views({post.pk: 1234})


def _published(_post: Post) -> object:
    return make_post(author=make_member("bob"), title="Kittiwakes arrive")


def _pinned(post: Post) -> object:
    return pinning.pin_post(post)


def _featured(post: Post) -> object:
    return publishing.feature_post(post, is_featured=True)


def _hidden(post: Post) -> object:
    return publishing.hide_post(post)


def _deleted(post: Post) -> None:
    publishing.delete_post(post)


CHANGES = [
    ("post", _commented), ("post", _edited), ("post", _renamed), ("post", _reacted), ("post", _viewed),
    ("post", _hidden), ("post", _deleted),
    ("/", _commented), ("/", _edited), ("/", _renamed), ("/", _viewed), ("/", _published), ("/", _pinned),
    ("/", _featured), ("/", _hidden), ("/", _deleted),
    ("/hot/", _published), ("/hot/", _edited), ("/hot/", _hidden), ("/hot/", _viewed),
    ("/categories/", _published), ("/categories/harbour/", _published), ("/categories/harbour/", _edited),
    ("/categories/harbour/", _hidden), ("/categories/harbour/", _pinned), ("/categories/harbour/hot/", _viewed),
    ("/categories/nature/", _edited),
    ("/tags/quay/", _edited), ("/tags/quay/", _viewed), ("/tags/quay/", _hidden),
    ("/search/?q=dredger", _published), ("/search/?q=dredger", _hidden), ("/search/?q=kittiwakes", _edited),
    ("/members/alice/", _edited), ("/members/alice/", _renamed), ("/members/alice/", _hidden),
    ("/api/v1/posts/", _published), ("/api/v1/posts/", _viewed), ("/api/v1/posts/", _hidden),
    ("api", _commented), ("api", _hidden), ("comments", _commented),
]  # fmt: skip


def _address(name: str, post: Post) -> str:
    addresses = {
        "post": post.get_absolute_url(),
        "api": f"/api/v1/posts/{post.pk}/",
        "comments": f"/api/v1/posts/{post.pk}/comments/",
    }
    return addresses.get(name, name)


@pytest.mark.parametrize(("page", "deed"), CHANGES)
def test_the_next_request_shows_what_was_done(
    site: Site,
    committing: Committing,
    page: str,
    deed: Deed,
) -> None:
    make_category("Nature")
    post = make_post(tags=("quay",))
    make_post(tags=("quay",), author=make_member("carol"))
    address = _address(page, post)
    dave = Client()
    dave.force_login(make_member("dave"))
    before, _shared = site.get(address), dave.get(address)

    with committing():
        deed(post)

    after, dave_sees = site.get(address), dave.get(address)
    _memory.watcher = None  # from here on everything is made anew
    assert _words(after.text) == _words(Client().get(address).content.decode())
    assert _words(dave_sees.content.decode()) == _words(dave.get(address).content.decode())
    assert after.body != before.body


def _words(page: str) -> list[str]:
    """Without what differs from one answer to the next, tokens and keys of forms, or from one minute to the next."""
    passing = ("data-beacon", "location", "csrfmiddlewaretoken", "form_key")
    lines = re.sub("[^<>]+(?=</time>)", "", page).splitlines()
    return [line for line in lines if not any(word in line for word in passing)]


def test_a_comment_that_is_hidden_is_gone_at_once(site: Site, committing: Committing) -> None:
    comment = make_comment(body="Buy kittiwakes here")
    address = comment.post.get_absolute_url()
    assert "kittiwakes" in site.get(address).text

    with committing():
        commenting.hide_comment(comment)

    assert "kittiwakes" not in site.get(address).text


def test_a_neighbour_in_read_more_that_is_hidden_is_gone_from_there(
    site: Site, committing: Committing
) -> None:
    post, neighbour = make_post(title="Kittiwakes nest"), make_post(title="Kittiwakes nest again")
    _recommend(neighbour, under=post)
    before = site.get(post.get_absolute_url()).text

    with committing():
        publishing.hide_post(neighbour)

    assert "nest again" not in site.get(post.get_absolute_url()).text
    assert "nest again" in before


def _recommend(neighbour: Post, *, under: Post) -> None:
    items = [{"post": neighbour.pk, "score": 1.0, "shared": []}]
    ReadMoreList.objects.update_or_create(
        post=under, defaults={"items": items, "engine": "by hand", "built_at": timezone.now()}
    )


def test_saving_the_sites_name_changes_every_page(
    site: Site, client: Client, committing: Committing
) -> None:
    pages = ["/", make_post().get_absolute_url(), "/categories/"]
    for page in pages:
        site.get(page)
    enter_surely(client, make_moderator())

    with committing():
        form = {
            "name": "Kittiwake",
            "tagline": "",
            "description": "",
            "about": "",
            "crawlers": "all",
        }
        client.post(reverse("admin:feed_sitesettings_change", args=[1]), form)

    assert all("Kittiwake" in site.get(page).text for page in pages)


def test_a_suspension_and_a_change_of_mind_are_told(site: Site, committing: Committing) -> None:
    post = make_post()
    site.get(post.get_absolute_url())
    with committing():
        set_active(post.author, is_active=False)
    site.get(post.get_absolute_url())

    assert site.made == 2


def test_what_has_nothing_to_do_with_a_page_leaves_it_alone(
    site: Site, committing: Committing
) -> None:
    post = make_post()
    site.get(post.get_absolute_url())

    with committing():
        touch(f"post:{post.pk + 1}", "posts", "hot")
    site.get(post.get_absolute_url())

    assert site.made == 1


def test_a_rolled_back_change_is_not_told(site: Site) -> None:
    site.get("/")
    touch("posts")  # the test's transaction never commits
    site.get("/")

    assert site.made == 1
