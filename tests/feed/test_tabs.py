"""The tabs of the front page, of categories and of tags: Top and its windows, what is remembered, what is new."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from feed.models import Post, ReactionKind, ReaderState
from feed.selectors.readers import Reader
from feed.services.reacting import react
from feed.services.visiting import GRAIN, PAUSE, open_feed
from tests.factories import make_member, make_post

pytestmark = pytest.mark.django_db

PUBLIC = (
    "/top/",
    "/top/day/",
    "/top/month/",
    "/top/year/",
    "/top/all/",
    "/categories/harbour/top/",
    "/categories/harbour/top/all/",
    "/tags/trams/top/",
    "/tags/trams/top/day/",
    "/tags/trams/?view=cards",
)
PERSONAL = ("/following/", "/for-you/", "/settings/feed/")


def shown(client: Client, path: str) -> list[int]:
    return [post.pk for post in client.get(path).context["page"].posts]


def aged(days: float, *, reactions: int = 0) -> Post:
    post = make_post(tags=("trams",))
    for number in range(reactions):
        react(post=post, member=make_member(f"voice{number}"), kind=ReactionKind.LIKE)
    Post.objects.filter(pk=post.pk).update(published_at=timezone.now() - timedelta(days=days))
    return post


@pytest.fixture
def bob(client: Client) -> Client:
    client.force_login(make_member("bob"))
    return client


@pytest.mark.parametrize("path", PUBLIC)
def test_each_tab_shows_a_published_post_and_is_not_written_to(client: Client, path: str) -> None:
    post = make_post(tags=("trams",))

    assert shown(client, path) == [post.pk]
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/top/century/", "/tags/trams/top/x/", "/tags/none/top/"])
def test_a_window_or_tag_that_does_not_exist_is_not_found(client: Client, path: str) -> None:
    make_post(tags=("trams",))

    assert client.get(path).status_code == 404


def test_top_sorts_by_approval_within_its_window(client: Client) -> None:
    liked_long_ago = aged(40, reactions=3)
    liked = aged(3, reactions=2)
    quiet = aged(2)
    new = aged(0.5)

    assert shown(client, "/top/day/") == [new.pk]
    assert shown(client, "/top/week/") == shown(client, "/top/") == [liked.pk, new.pk, quiet.pk]
    assert shown(client, "/top/all/") == [liked_long_ago.pk, liked.pk, new.pk, quiet.pk]


def test_a_cursor_of_another_window_is_refused(client: Client) -> None:
    for _ in range(21):
        make_post()
    cursor = client.get("/top/all/").context["page"].next_cursor

    assert client.get("/top/all/", {"after": cursor}).status_code == 200
    for path in ("/top/", "/hot/", "/", "/categories/harbour/top/all/"):
        assert client.get(path, {"after": cursor}).status_code == 400


def test_the_chosen_tab_is_open_at_the_next_visit(bob: Client) -> None:
    make_post()

    bob.get("/hot/")
    remembered = bob.get("/")
    bob.get("/latest/")

    assert remembered["Location"] == "/hot/"
    assert bob.get("/").status_code == 200


def test_categories_and_later_pages_are_no_choice_of_a_tab(bob: Client) -> None:
    make_post()

    bob.get("/categories/harbour/hot/")

    assert bob.get("/").status_code == 200


def test_strangers_leave_no_trace(client: Client) -> None:
    make_post()

    for path in ("/hot/", "/following/", "/"):
        assert client.get(path).status_code == 200
        assert not client.cookies

    assert not ReaderState.objects.exists()


def visit(now: datetime) -> Reader:
    return open_feed(make_member("bob"), now=now)


def test_a_pause_ends_a_visit_and_what_came_since_is_new() -> None:
    start = timezone.now() - timedelta(hours=5)
    before, between = aged(1), make_post()
    Post.objects.filter(pk=between.pk).update(published_at=start + timedelta(hours=1))

    first = visit(start)
    visit(start + PAUSE / 2)
    second = visit(start + timedelta(hours=2))

    posts = list(Post.objects.all())
    assert first.new_among(posts) == frozenset()
    assert second.new_among(posts) == {between.pk}
    assert before.pk not in second.new_among(posts)


def test_paging_through_a_feed_writes_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    start, bob = timezone.now(), make_member("bob")
    open_feed(bob, now=start)

    with django_assert_num_queries(1):
        open_feed(bob, now=start + GRAIN / 2)


def test_own_posts_are_never_new() -> None:
    alice = make_member("alice")
    start = timezone.now() - timedelta(hours=5)
    open_feed(alice, now=start)
    post = make_post(author=alice)

    reader = open_feed(alice, now=start + timedelta(hours=1))

    assert reader.new_among([post]) == frozenset()


def test_new_posts_are_marked_beside_the_card(bob: Client) -> None:
    make_post()
    bob.get("/")
    ReaderState.objects.update(seen_at=timezone.now() - timedelta(hours=2))
    Post.objects.update(published_at=timezone.now() - timedelta(hours=1))

    assert bob.get("/").content.decode().count('class="new-mark"') == 1


def test_a_tag_is_a_calm_list_or_cards(client: Client) -> None:
    make_post(tags=("trams",))

    assert "story--line" in client.get("/tags/trams/").content.decode()
    assert "story--tile" in client.get("/tags/trams/?view=cards").content.decode()


@pytest.mark.parametrize("total", [1, 30])
def test_lists_ask_as_often_for_thirty_posts_as_for_one(
    bob: Client, total: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(total):
        make_post(tags=("trams", f"tag{number}"))
    for path in (*PUBLIC, *PERSONAL):
        bob.get(path)
        budget = 12
        with django_assert_max_num_queries(budget):
            assert bob.get(path).status_code == 200
