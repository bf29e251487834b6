"""Members read what was made for everybody, each with his own marks and nobody else's."""

import brotli
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from config.freshness import TOUCHED, log_key
from config.redis import Client as Redis
from feed import shown
from feed.models import Post, ReactionKind
from feed.services import bookmarks, publishing, reacting, voting
from feed.services.muting import set_muted
from tests.factories import make_comment, make_member, make_moderator, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("following")]


def _read(path: str, reader: User | None) -> str:
    client = Client()
    if reader:
        client.force_login(reader)
    return client.get(path).content.decode()


def test_each_reader_finds_his_own_marks_and_nobody_elses() -> None:
    bob, carol, mallory = (make_member(name) for name in ("bob", "carol", "mallory"))
    comment = make_comment(author=mallory, body="Kittiwakes nest there.")
    post = comment.post
    make_comment(post=post, author=bob)
    kind = next(iter(ReactionKind))
    reacting.react(post=post, member=bob, kind=kind)
    bookmarks.keep(post=post, member=bob)
    voting.vote(comment, member=bob, is_helpful=True)
    set_muted(carol, subject=mallory, is_on=True)
    path = post.get_absolute_url()

    bobs, carols, strangers = _read(path, bob), _read(path, carol), _read(path, None)

    marks = (
        "Kept on your list",
        f'aria-pressed="true" data-key="{kind.value}"',
        f'aria-pressed="true" data-swap="votes-{comment.pk}"',
        f"/comments/{comment.pk + 1}/edit/",
    )
    assert all(mark in bobs for mark in marks)
    assert not any(mark in page for page in (carols, strangers) for mark in marks)
    assert "Kittiwakes" in bobs
    assert "Kittiwakes" in strangers
    assert "Kittiwakes" not in carols
    assert "/members/bob/" in _masthead(bobs)
    assert "/members/bob/" not in _masthead(carols)
    assert "csrfmiddlewaretoken" not in strangers.partition("</main>")[0].partition("<main")[2]


def _masthead(page: str) -> str:
    return page.partition('<header class="masthead')[2].partition("</header>")[0]


def test_each_form_has_its_own_readers_token() -> None:
    path = make_post().get_absolute_url()
    clients = [Client(enforce_csrf_checks=True) for _ in range(2)]
    for client, name in zip(clients, ("bob", "carol"), strict=True):
        client.force_login(make_member(name))

    for client in clients:
        page = client.get(path).content.decode()
        token = (
            page.partition('action="/accounts/logout/"')[2].partition('value="')[2].split('"')[0]
        )
        answer = client.post("/accounts/logout/", {"csrfmiddlewaretoken": token})
        assert answer.status_code == 302

    assert "\N{NULL}" not in page


def test_what_is_not_public_any_more_is_asked_each_time() -> None:
    post = make_post()
    path = post.get_absolute_url()
    for reader in (None, make_member("bob"), make_moderator()):
        assert post.title in _read(path, reader)

    publishing.hide_post(post)

    assert post.title not in _read(path, None)
    assert post.title not in _read(path, make_member("bob"))
    assert post.title in _read(path, post.author)


def test_an_edit_shows_at_the_next_request_though_nobody_told() -> None:
    post, bob = make_post(title="Before"), make_member("bob")
    assert "Before" in _read(post.get_absolute_url(), bob)

    Post.objects.filter(pk=post.pk).update(title="After")

    assert "After" in _read(post.get_absolute_url(), bob)


def test_a_comment_that_was_told_shows_at_the_next_request(following: Redis) -> None:
    post, bob = make_post(), make_member("bob")
    _read(post.get_absolute_url(), bob)

    make_comment(post=post, body="Kittiwakes nest there.")
    following.xadd(log_key(), {TOUCHED: f"post:{post.pk}"})

    assert "Kittiwakes" in _read(post.get_absolute_url(), bob)


@pytest.mark.parametrize(("page", "most"), [("/", 3), ("post", 3)])
def test_a_members_page_asks_for_little_more_than_who_reads_it(
    page: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    comment = make_comment()
    path = comment.post.get_absolute_url() if page == "post" else page
    client = Client()
    client.force_login(make_member("dave"))
    for address in ("/", path, path):
        client.get(address)

    with django_assert_max_num_queries(most):
        client.get(path)


@pytest.mark.parametrize(("page", "most"), [("/", 0), ("post", 1), ("/api/v1/posts/", 1)])
def test_a_page_made_anew_for_a_stranger_asks_whether_it_may_be_seen(
    page: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    comment = make_comment()
    path = comment.post.get_absolute_url() if page == "post" else page
    Client().get(path)

    with django_assert_max_num_queries(most):
        Client().get(path)


def test_a_list_that_is_kept_is_compressed_once_and_says_the_same_in_each_encoding(
    following: Redis,
) -> None:
    for number in range(5):
        make_post(title=f"Kittiwakes nest on quay {number}")
    packed = {"Accept-Encoding": "br"}
    path = "/api/v1/posts/"
    plain, first, again = (Client().get(path, headers=each) for each in ({}, packed, packed))

    make_post(title="Gannets are back")
    following.xadd(log_key(), {TOUCHED: shown.POSTS})
    news = Client().get(path, headers=packed)

    assert brotli.decompress(first.content) == plain.content
    assert "Content-Encoding" not in plain
    assert int(first["Content-Length"]) == len(first.content)
    assert first["ETag"] == f"W/{plain['ETag']}"
    assert [again[name] for name in ("ETag", "Content-Encoding", "Vary")] == [first["ETag"], "br", first["Vary"]]  # fmt: skip
    assert again.content is first.content
    assert b"Gannets" in brotli.decompress(news.content)
