"""A member's page that is filled into a shared one says what the page says that is made for him alone."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Theme, User
from accounts.services.access import silence
from config.freshness import _memory, remember_with
from config.page_cache.changes import Changes
from config.redis import Client as Redis
from feed.errors import NotFoundError
from feed.models import Comment, FollowLevel, Post, ReactionKind, ReaderState
from feed.selectors import kept
from feed.selectors.standing import standing_to
from feed.services import attending, bookmarks, publishing, reacting, voting
from feed.services.following import set_following
from feed.services.muting import set_muted
from feed.views.sheets import AnyMember, Look, NotSharedError
from tests.factories import make_comment, make_member, make_moderator, make_post

pytestmark = pytest.mark.django_db

Deed = Callable[[User, Comment], object]
# Another one at each rendering, or in the next minute.
CHANCE = re.compile(
    r'((?:name="csrfmiddlewaretoken"|name="form_key"|data-beacon-\w+|data-context)[ =](?:value=)?)"[^"]*"'
)


def _silenced(bob: User, _comment: Comment) -> None:
    silence(bob, until=timezone.now() + timedelta(days=1))


def _answered(bob: User, comment: Comment) -> None:
    make_comment(post=comment.post, author=bob, parent=comment, body="So they do.")


def _away_meanwhile(bob: User, comment: Comment) -> None:
    attending.mark_read(post=comment.post, member=bob, seen_pk=comment.pk)
    make_comment(post=comment.post, body="They are back.")


def _follows(bob: User, comment: Comment) -> None:
    post = comment.post
    for subject in (post.author, post.category, post.tags.get()):
        set_following(bob, subject=subject, is_on=True)


def _was_here_last_week(bob: User, _comment: Comment) -> None:
    week = timezone.now() - timedelta(days=7)
    ReaderState.objects.create(member=bob, seen_at=timezone.now(), last_visit_at=week)


STATES: dict[str, Deed] = {
    "nothing": lambda bob, comment: None,
    "reacted": lambda bob, comment: reacting.react(
        post=comment.post, member=bob, kind=list(ReactionKind)[1]
    ),
    "kept": lambda bob, comment: bookmarks.keep(post=comment.post, member=bob),
    "voted": lambda bob, comment: voting.vote(comment, member=bob, is_helpful=False),
    "attends": lambda bob, comment: attending.follow_thread(
        post=comment.post, member=bob, level=FollowLevel.ALL
    ),
    "dark": lambda bob, comment: User.objects.filter(pk=bob.pk).update(theme=Theme.DARK),
    "mutes": lambda bob, comment: set_muted(bob, subject=comment.author, is_on=True),
    "wrote": lambda bob, comment: Post.objects.filter(pk=comment.post_id).update(author=bob),
    "moderates": lambda bob, comment: User.objects.filter(pk=bob.pk).update(
        is_staff=True, is_superuser=True
    ),
    "silenced": _silenced,
    "answered": _answered,
    "away": _away_meanwhile,
    "follows": _follows,
    "returned": _was_here_last_week,
}


@pytest.fixture(autouse=True)
def followed(redis: Redis) -> Iterator[Changes]:
    """What a web process follows the log of changes with."""
    changes = Changes()
    yield changes
    _memory.watcher = None
    _memory.values.clear()
    kept._kept.clear()


def _said(page: bytes) -> str:
    return re.sub(r"\s+|[^<>]+(?=</time>)", "", CHANCE.sub(r"\1", page.decode()))


@pytest.mark.parametrize("name", STATES)
def test_a_page_that_is_filled_says_what_one_says_that_was_made_for_the_member(
    name: str, followed: Changes
) -> None:
    bob, post = make_member("bob"), make_post(tags=("quay",))
    comment = make_comment(post=post, author=make_member("carol"), body="Kittiwakes nest there.")
    STATES[name](bob, comment)
    client = Client()
    client.force_login(bob)
    paths = (
        post.get_absolute_url(),
        "/",
        "/search/?q=harbour",
        "/categories/harbour/",
        "/tags/quay/",
    )
    alone = [client.get(path).content for path in (*paths, *paths)][len(paths) :]

    remember_with(followed)
    dave = Client()
    dave.force_login(make_member("dave"))
    before = [dave.get(path).content for path in paths]
    shared = [client.get(path).content for path in (*paths, *paths)]
    after = [dave.get(path).content for path in paths]

    for ours, theirs in zip(shared, alone + alone, strict=True):
        assert _said(ours).split("<") == _said(theirs).split("<")
    assert list(map(_said, after)) == list(map(_said, before))
    assert not any(b"\0" in page for page in shared)


def test_strangers_past_the_kept_pages_get_what_is_kept(followed: Changes) -> None:
    comment = make_comment(post=make_post(tags=("quay",)), body="Kittiwakes nest there.")
    paths = (
        comment.post.get_absolute_url(),
        "/",
        "/search/?q=harbour",
        "/search/?q=zebra",
        "/search/",
        "/categories/harbour/",
        "/categories/harbour/hot/",
        "/tags/quay/",
        "/tags/quay/?view=cards",
    )
    alone = [Client().get(path).content for path in paths]
    bob = Client()
    bob.force_login(make_member("bob"))
    remember_with(followed)

    for reader in (bob, Client(), bob, Client()):
        pages = [reader.get(path).content for path in paths]

    assert [_said(page) for page in pages] == [_said(page) for page in alone]
    assert not any(b"\0" in page for page in pages)


def test_what_a_member_may_not_see_is_not_there_for_him() -> None:
    draft, bob = make_post(is_published=False), make_member("bob")

    for pk in (draft.pk, 0, 2**70):
        with pytest.raises(NotFoundError):
            standing_to(pk, bob)
    assert not standing_to(draft.pk, draft.author).reads_as_strangers


def test_a_hidden_post_is_gone_from_shared_pages_at_once(followed: Changes) -> None:
    post, client = make_post(), Client()
    client.force_login(make_member("bob"))
    remember_with(followed)
    assert client.get(post.get_absolute_url()).status_code == 200

    publishing.hide_post(post)

    assert client.get(post.get_absolute_url()).status_code == 404


def test_whoever_shows_more_of_a_reader_on_a_shared_page_is_told() -> None:
    anybody = AnyMember(Look.of(make_moderator()))

    with pytest.raises(NotSharedError):
        anybody.email  # noqa: B018
