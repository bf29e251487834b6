"""Bookmarks: kept on lists that nobody else sees, counted exactly."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from feed.errors import NotPossibleError
from feed.models import Bookmark, BookmarkList, Post
from feed.services import publishing
from feed.services.bookmarks import (
    MAX_LISTS,
    change_bookmark,
    delete_list,
    keep,
    let_go,
    make_list,
)
from tests.factories import make_member, make_post
from tests.feed.at_once import at_once

pytestmark = pytest.mark.django_db


def assert_exact(*posts: Post) -> None:
    for post in posts:
        rows = Bookmark.objects.filter(post=post)
        assert Post.objects.get(pk=post.pk).bookmark_count == rows.count()
        assert rows.values("list__member").distinct().count() == rows.count()


def test_the_first_list_is_made_in_the_language_of_the_member() -> None:
    with translation.override("en"):
        kept = keep(post=make_post(), member=make_member("bob"))

    assert kept.list.name == "Reading list"
    assert kept.list.member.username == "bob"


def test_a_first_list_that_was_renamed_stays_the_first() -> None:
    bob = make_member("bob")
    first = make_list(member=bob, name="Later")

    kept = keep(post=make_post(), member=bob)

    assert kept.list == first


def test_keeping_twice_counts_once_and_letting_go_twice_too() -> None:
    post, bob = make_post(), make_member("bob")

    keep(post=post, member=bob)
    keep(post=post, member=bob)
    assert_exact(post)
    assert Post.objects.get(pk=post.pk).bookmark_count == 1

    assert [let_go(post=post, member=bob), let_go(post=post, member=bob)] == [True, False]
    assert Post.objects.get(pk=post.pk).bookmark_count == 0


def test_a_post_that_is_not_public_is_let_go_but_not_kept() -> None:
    post, bob, carol = make_post(), make_member("bob"), make_member("carol")
    keep(post=post, member=bob)
    publishing.hide_post(post)

    with pytest.raises(NotPossibleError):
        keep(post=post, member=carol)
    let_go(post=post, member=bob)

    assert_exact(post)


def test_deleting_a_list_lets_all_its_posts_go() -> None:
    posts, bob = [make_post(), make_post()], make_member("bob")
    shelves = {keep(post=post, member=bob).list for post in posts}

    delete_list(shelves.pop())

    assert_exact(*posts)
    assert not Bookmark.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_members_at_once_are_twenty() -> None:
    post = make_post()
    members = [make_member(f"voice{number}") for number in range(20)]

    at_once(lambda member: keep(post=post, member=member), members)

    assert Post.objects.get(pk=post.pk).bookmark_count == 20


@pytest.mark.django_db(transaction=True)
def test_one_member_at_once_makes_one_list_and_one_bookmark_for_each_post() -> None:
    posts, bob = [make_post() for _ in range(3)], make_member("bob")

    at_once(lambda number: keep(post=posts[number % 3], member=bob), range(12))

    assert BookmarkList.objects.count() == 1
    assert Bookmark.objects.count() == 3
    assert_exact(*posts)


@pytest.mark.django_db(transaction=True)
def test_keeping_moving_and_deleting_lists_at_once_leave_exact_totals() -> None:
    posts, bob = [make_post() for _ in range(4)], make_member("bob")
    first, second = make_list(member=bob, name="One"), make_list(member=bob, name="Two")
    kept = [keep(post=post, member=bob) for post in posts]
    deeds: list[Callable[[], object]] = [
        *(lambda each=each: change_bookmark(each, note="", shelf=second) for each in kept),
        *(lambda post=post: let_go(post=post, member=bob) for post in posts[:2]),
        *(lambda post=post: keep(post=post, member=bob) for post in posts),
        lambda: delete_list(first),
    ]

    at_once(lambda deed: deed(), deeds)

    assert_exact(*posts)


@pytest.mark.django_db(transaction=True)
def test_lists_made_at_once_stay_within_the_limit() -> None:
    bob = make_member("bob")
    for number in range(MAX_LISTS - 2):
        make_list(member=bob, name=f"List {number}")

    at_once(lambda number: make_list(member=bob, name=f"Another {number}"), range(6))

    assert BookmarkList.objects.count() == MAX_LISTS


def test_the_button_works_and_leads_back_to_its_place(client: Client) -> None:
    post = make_post()
    client.force_login(make_member("bob"))

    response = client.post(f"/posts/{post.pk}/bookmark/", {"kept": "1"})
    page = client.get(post.get_absolute_url()).content.decode()
    client.post(f"/posts/{post.pk}/bookmark/", {"kept": ""})

    assert response["Location"] == f"{post.get_absolute_url()}#keep"
    assert "Kept on your list" in page
    assert not Bookmark.objects.exists()


def test_a_script_gets_the_button_alone(client: Client) -> None:
    client.force_login(make_member("bob"))

    response = client.post(
        f"/posts/{make_post().pk}/bookmark/", {"kept": "1"}, headers={"HX-Request": "true"}
    )

    assert response.content.decode().strip().startswith('<div class="buttons" id="keep"')


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    post = make_post()

    kept = client.post(f"/posts/{post.pk}/bookmark/", {"kept": "1"})
    lists = client.get("/bookmarks/")

    assert kept["Location"].startswith("/accounts/login/?next=/posts/")
    assert lists["Location"] == "/accounts/login/?next=/bookmarks/"


@pytest.mark.parametrize("path", ["/posts/{}/bookmark/", "/bookmarks/posts/{}/"])
def test_what_changes_something_is_not_read(client: Client, path: str) -> None:
    client.force_login(make_member("bob"))

    assert client.get(path.format(1)).status_code == 405


@pytest.mark.parametrize(
    "path",
    ["/posts/{}/bookmark/", "/bookmarks/{}/", "/bookmarks/{}/delete/", "/bookmarks/posts/{}/"],
)
@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_what_does_not_exist_is_not_found(client: Client, path: str, pk: int) -> None:
    client.force_login(make_member("bob"))

    assert client.post(path.format(pk), {"kept": "1", "name": "x"}).status_code == 404


def test_lists_and_notes_are_for_their_owner_alone(client: Client) -> None:
    kept = keep(post=make_post(), member=make_member("bob"))
    client.force_login(make_member("mallory"))
    form = {"note": "mine", "list": kept.list_id, "name": "mine"}

    statuses = [
        client.get(f"/bookmarks/{kept.list_id}/").status_code,
        client.post(f"/bookmarks/{kept.list_id}/", form).status_code,
        client.post(f"/bookmarks/{kept.list_id}/delete/").status_code,
        client.post(f"/bookmarks/posts/{kept.pk}/", form).status_code,
    ]

    assert statuses == [404] * 4
    assert Bookmark.objects.get().note == ""


def test_a_post_is_not_moved_to_the_list_of_somebody_else(client: Client) -> None:
    theirs = make_list(member=make_member("alice"), name="Theirs")
    kept = keep(post=make_post(), member=make_member("bob"))
    client.force_login(make_member("bob"))

    response = client.post(f"/bookmarks/posts/{kept.pk}/", {"note": "", "list": theirs.pk})

    assert response.status_code == 400
    assert Bookmark.objects.get().list == kept.list


def test_a_member_writes_a_note_and_moves_a_post(client: Client) -> None:
    bob = make_member("bob")
    kept, other = keep(post=make_post(), member=bob), make_list(member=bob, name="Tomorrow")
    client.force_login(bob)

    client.post(f"/bookmarks/posts/{kept.pk}/", {"note": "For\nMonday", "list": other.pk})
    page = client.get(f"/bookmarks/{other.pk}/").content.decode()

    kept.refresh_from_db()
    assert (kept.note, kept.list) == ("For Monday", other)
    assert "For Monday" in page


def test_a_member_takes_a_post_from_a_list(client: Client) -> None:
    post, bob = make_post(), make_member("bob")
    kept = keep(post=post, member=bob)
    client.force_login(bob)

    client.post(f"/bookmarks/posts/{kept.pk}/", {"action": "remove"})

    assert not Bookmark.objects.exists()
    assert_exact(post)


def test_lists_are_made_renamed_and_deleted(client: Client) -> None:
    client.force_login(make_member("bob"))

    made = client.post("/bookmarks/", {"name": "Harbour"})
    client.post(made["Location"], {"name": "Port"})
    name = BookmarkList.objects.get().name
    asked = client.get(f"{made['Location']}delete/")
    client.post(f"{made['Location']}delete/")

    assert (name, asked.status_code) == ("Port", 200)
    assert not BookmarkList.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "\u202e", "x" * 61, "Taken"])
def test_a_name_that_cannot_be_is_refused_with_a_message(client: Client, name: str) -> None:
    bob = make_member("bob")
    make_list(member=bob, name="Taken")
    other = make_list(member=bob, name="Other")
    client.force_login(bob)

    made = client.post("/bookmarks/", {"name": name})
    renamed = client.post(f"/bookmarks/{other.pk}/", {"name": name})

    assert (made.status_code, renamed.status_code) == (422, 422)
    assert "errorlist" in made.content.decode()
    assert BookmarkList.objects.count() == 2


def test_the_fifty_first_list_is_refused_with_a_message(client: Client) -> None:
    bob = make_member("bob")
    for number in range(MAX_LISTS):
        make_list(member=bob, name=f"List {number}")
    client.force_login(bob)

    response = client.post("/bookmarks/", {"name": "One more"})

    assert response.status_code == 422
    assert "You have 50 lists" in response.content.decode()


def test_a_note_that_is_too_long_is_refused(client: Client) -> None:
    kept = keep(post=make_post(), member=make_member("bob"))
    client.force_login(make_member("bob"))

    response = client.post(
        f"/bookmarks/posts/{kept.pk}/", {"note": "x" * 301, "list": kept.list_id}
    )

    assert response.status_code == 400


def test_a_list_tells_nothing_of_a_post_that_was_hidden(client: Client) -> None:
    post, bob = make_post(title="Secret berth"), make_member("bob")
    kept = keep(post=post, member=bob)
    publishing.hide_post(post)
    client.force_login(bob)

    page = client.get(f"/bookmarks/{kept.list_id}/").content.decode()

    assert "Secret berth" not in page
    assert "not public now" in page


@pytest.mark.parametrize("size", [1, 30])
def test_a_list_asks_as_often_with_many_posts_as_with_one(
    client: Client, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    bob = make_member("bob")
    for number in range(size):
        keep(post=make_post(author=make_member(f"voice{number}")), member=bob)
    client.force_login(bob)

    shelf = BookmarkList.objects.get()

    with django_assert_max_num_queries(8):  # the bell in the masthead asks once
        page = client.get(f"/bookmarks/{shelf.pk}/").content.decode()

    assert page.count('class="bookmark"') == min(size, 20)
    assert ("after=" in page) == (size > 20)


def test_a_cursor_of_another_list_is_refused(client: Client) -> None:
    bob = make_member("bob")
    for number in range(21):
        keep(post=make_post(author=make_member(f"voice{number}")), member=bob)
    other = make_list(member=bob, name="Other")
    client.force_login(bob)
    page = client.get(f"/bookmarks/{BookmarkList.objects.order_by('pk')[0].pk}/").context["page"]

    response = client.get(f"/bookmarks/{other.pk}/?after={page.next_cursor}")

    assert response.status_code == 400
