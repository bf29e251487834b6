"""The article page: the five questions, its parts, and its budget."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from feed.models import Post, ReadMoreList
from feed.read_more import refresh
from feed.read_more.lists import SHOWN
from feed.services import commenting, publishing
from tests.factories import make_comment, make_member, make_moderator, make_post

pytestmark = pytest.mark.django_db


def test_the_page_shows_the_post(client: Client) -> None:
    post = make_post(body="First paragraph.\n\nSecond **bold** one.", tags=("dredging",))

    page = client.get(post.get_absolute_url()).content.decode()

    assert post.title in page
    assert "Second <strong>bold</strong> one." in page
    assert "/tags/dredging/" in page
    assert "/categories/harbour/" in page


@pytest.mark.parametrize("path", ["/posts/{pk}/", "/posts/{pk}/wrong-words/", "/posts/{pk}/x/"])
def test_a_slug_that_does_not_match_leads_to_the_right_one(client: Client, path: str) -> None:
    post = make_post()

    response = client.get(path.format(pk=post.pk))

    assert response.status_code == 301
    assert response["Location"] == post.get_absolute_url()


def test_the_page_is_not_written_to(client: Client) -> None:
    assert client.post(make_post().get_absolute_url()).status_code == 405


@pytest.mark.parametrize("pk", [0, 999_999, 2**63 - 1, 2**63, 10**30])
def test_an_unknown_post_is_not_found(client: Client, pk: int) -> None:
    assert client.get(f"/posts/{pk}/x/").status_code == 404


@pytest.mark.parametrize("state", ["draft", "hidden"])
def test_what_is_not_public_is_shown_to_author_and_moderators_only(
    client: Client, state: str
) -> None:
    post = make_post(is_published=state != "draft")
    if state == "hidden":
        publishing.hide_post(post)
    statuses = []

    for visitor in (None, make_member("bob"), post.author, make_moderator()):
        client.logout()
        if visitor:
            client.force_login(visitor)
        statuses.append(client.get(post.get_absolute_url()).status_code)

    assert statuses == [404, 404, 200, 200]


def test_a_hidden_post_and_a_missing_one_look_alike_to_strangers(client: Client) -> None:
    post = publishing.hide_post(make_post())

    hidden = client.get(f"/posts/{post.pk}/x/")
    missing = client.get(f"/posts/{post.pk + 1}/x/")

    assert (hidden.status_code, hidden.headers.get("Location")) == (404, None)
    assert missing.status_code == 404
    assert post.title not in hidden.content.decode()


def test_counts_are_compact_and_exact_on_hover(client: Client) -> None:
    post = make_post()
    Post.objects.filter(pk=post.pk).update(view_count=2345)

    page = client.get(post.get_absolute_url()).content.decode()

    assert "2.3K" in page
    assert "2,345" in page or "2345" in page


def test_the_page_carries_read_more_with_its_figures(client: Client) -> None:
    text = "The tram line over the new bridge costs more than the council said."
    for number in range(8):
        make_post(
            author=make_member(f"noise{number}"),
            title=f"Soup{number}",
            body=f"Onion{number} broth{number}",
        )
    post = make_post(title="Tram budget", body=f"{text} Rails, wires and overtime.")
    other = make_post(
        author=make_member("bob"),
        title="Bridge budget",
        body="The council says that the new bridge for the tram line costs more. Steel and paint.",
    )
    refresh.refresh_all()

    page = client.get(post.get_absolute_url()).content.decode()

    assert other.title in page
    assert other.get_absolute_url() in page


def test_a_page_asks_as_often_with_many_comments_as_with_one(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    post = make_post(tags=("a", "b"))
    for number in range(30):
        make_comment(post=post, author=make_member(f"voice{number}"))

    with django_assert_max_num_queries(11):
        client.get(post.get_absolute_url())


def test_a_page_asks_as_often_on_a_large_site_as_on_a_small_one(client: Client) -> None:
    text = "The tram line over the new bridge costs more than the council said."
    first = make_post(author=make_member("alice"), title="Tram budget", body=f"{text} Rails.")

    def queries_with(posts: int) -> tuple[int, int]:
        for number in range(Post.objects.count(), posts):
            author = make_member(f"writer{number}")
            make_post(
                author=author, title=f"Tram {number}", body=f"{text} word{number} more{number}"
            )
        refresh.refresh_all()
        with CaptureQueriesContext(connection) as asked:
            client.get(first.get_absolute_url())
        return len(asked), len(ReadMoreList.objects.get(post=first).items)

    (few, one), (many, full) = queries_with(2), queries_with(12)

    assert one == 1
    assert full > SHOWN
    assert many <= few


def test_the_address_of_a_comment_under_a_hidden_post_reveals_nothing(client: Client) -> None:
    comment = make_comment()
    publishing.hide_post(comment.post)

    assert client.get(f"/comments/{comment.pk}/").status_code == 404


def test_a_hidden_comment_is_not_on_the_page(client: Client) -> None:
    comment = commenting.hide_comment(make_comment(body="Rubbish talk"))

    assert "Rubbish talk" not in client.get(comment.post.get_absolute_url()).content.decode()


def test_script_in_every_field_is_text(client: Client) -> None:
    attack = '"><script>alert(1)</script> tram'
    mallory = make_member("mallory", display_name=attack[:60])
    post = make_post(author=mallory, title=attack, body=attack, excerpt=attack, tags=("x",))
    make_comment(post=post, author=mallory, body=attack)

    for path in (post.get_absolute_url(), "/", "/members/mallory/", "/search/?q=tram"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "alert(1)" in page, path
