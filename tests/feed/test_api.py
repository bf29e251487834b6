"""The API for programs."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from feed.models import Category, Comment
from feed.services import publishing, voting
from tests.factories import make_category, make_comment, make_member, make_post

pytestmark = pytest.mark.django_db


def test_the_list_shows_published_posts_newest_first(client: Client) -> None:
    older, newer = make_post(), make_post()
    make_post(is_published=False)

    answer = client.get("/api/v1/posts/").json()

    assert [post["id"] for post in answer["results"]] == [newer.pk, older.pk]
    assert answer["next"] is None


def test_pages_are_followed_to_the_end(client: Client) -> None:
    made = {make_post().pk for _ in range(7)}
    seen: list[int] = []
    url = "/api/v1/posts/?page_size=3"

    while url:
        answer = client.get(url).json()
        seen += [post["id"] for post in answer["results"]]
        url = answer["next"]

    assert len(seen) == len(made)
    assert set(seen) == made


@pytest.mark.parametrize(
    "query", ["category=harbour", "tag=dredging", "author=ALICE", "language=nl"]
)
def test_filters_choose(client: Client, query: str) -> None:
    wanted = make_post(tags=("dredging",), language="nl")
    make_post(author=make_member("bob"), category=make_category("Market"))

    results = client.get(f"/api/v1/posts/?{query}").json()["results"]

    assert [post["id"] for post in results] == [wanted.pk]


def test_one_post_has_its_text_and_figures(client: Client) -> None:
    post = make_post(body="**Bold** start.", tags=("dredging",))
    make_comment(post=post)

    answer = client.get(f"/api/v1/posts/{post.pk}/").json()

    assert answer["body"] == "**Bold** start."
    assert answer["body_html"] == "<p><strong>Bold</strong> start.</p>\n"
    assert (answer["comment_count"], answer["view_count"]) == (1, 0)
    assert answer["tags"] == ["dredging"]
    assert "email" not in answer["author"]


def test_comments_of_a_post_name_what_they_answer(client: Client) -> None:
    comment = make_comment()
    reply = make_comment(parent=comment)

    results = client.get(f"/api/v1/posts/{comment.post_id}/comments/").json()["results"]

    assert [(each["id"], each["parent"]) for each in results] == [
        (comment.pk, None),
        (reply.pk, comment.pk),
    ]


@pytest.mark.parametrize(
    "path",
    ["posts/999999/", "posts/99999999999999999999/", "categories/none/", "tags/none/", "nothing/"],
)
def test_what_does_not_exist_is_a_problem(client: Client, path: str) -> None:
    response = client.get(f"/api/v1/{path}")

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 404


def test_a_hidden_post_does_not_exist(client: Client) -> None:
    post = publishing.hide_post(make_post())

    assert client.get(f"/api/v1/posts/{post.pk}/").status_code == 404
    assert client.get(f"/api/v1/posts/{post.pk}/comments/").status_code == 404


@pytest.mark.parametrize("path", ["search/", "categories/", "tags/"])
def test_nothing_is_written(client: Client, path: str) -> None:
    client.force_login(make_member("alice"))

    response = client.post(f"/api/v1/{path}", {"title": "x"}, content_type="application/json")

    assert response.status_code == 405
    assert response.json()["code"] == "method_not_allowed"


@pytest.mark.parametrize(
    "query", ["cursor=junk", "cursor=%00", "page_size=-1", "page_size=10000000000"]
)
def test_odd_pages_are_never_an_error_of_ours(client: Client, query: str) -> None:
    make_post()

    assert client.get(f"/api/v1/posts/?{query}").status_code in (200, 400, 404)


def test_the_list_asks_as_often_for_thirty_as_for_one(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        make_post(author=make_member(f"voice{number}"), tags=("a", f"tag{number}"))

    with django_assert_max_num_queries(3):
        client.get("/api/v1/posts/")


def test_the_schema_names_every_operation(client: Client) -> None:
    response = client.get("/api/v1/schema/?format=json")

    assert response.status_code == 200
    assert "/api/v1/posts/{id}/" in response.json()["paths"]


def test_the_documentation_lists_the_operations(client: Client) -> None:
    assert "/api/v1/posts/" in client.get("/api/v1/docs/").content.decode()


def test_comments_come_in_the_order_that_is_asked_for(client: Client) -> None:
    post = make_post()
    first, second = make_comment(post=post), make_comment(post=post)
    voting.vote(second, member=make_member("carol"), is_helpful=True)

    found = {
        sort: [
            each["id"]
            for each in client.get(f"/api/v1/posts/{post.pk}/comments/?sort={sort}").json()[
                "results"
            ]
        ]
        for sort in ("old", "new", "best")
    }

    assert found["old"] == [first.pk, second.pk]
    assert found["new"] == found["best"] == [second.pk, first.pk]


def test_comments_that_nobody_voted_on_come_once_each_while_others_rise(client: Client) -> None:
    post = make_post()
    made = [make_comment(post=post).pk for _ in range(5)]
    address = f"/api/v1/posts/{post.pk}/comments/?sort=best&page_size=2"
    first = client.get(address).json()

    voting.vote(Comment.objects.get(pk=made[4]), member=make_member("carol"), is_helpful=True)
    late = make_comment(post=post).pk
    second = client.get(first["next"]).json()
    back = client.get(second["previous"]).json()
    third = client.get(second["next"]).json()

    pages = [[each["id"] for each in page["results"]] for page in (first, second, third, back)]
    assert pages == [made[:2], made[2:4], [late], made[:2]]
    assert third["next"] is None
    assert back["previous"] is not None  # where the one that rose stands
    assert [each["id"] for each in client.get(back["previous"]).json()["results"]] == [made[4]]


def test_the_way_back_shows_the_last_row_when_all_behind_it_is_gone(client: Client) -> None:
    names = [make_category(f"c{n}").slug for n in range(3)]
    first = client.get("/api/v1/categories/?page_size=2").json()
    Category.objects.get(slug=names[2]).delete()

    end = client.get(first["next"]).json()
    back = client.get(end["previous"]).json()

    assert (end["results"], end["next"]) == ([], None)
    assert [each["slug"] for each in back["results"]] == names[:2]
