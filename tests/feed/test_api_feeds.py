"""The feeds of the site, for programs."""

import pytest
from django.test import Client

from feed.models import ReactionKind
from feed.services.reacting import react
from tests.factories import make_member, make_post

pytestmark = pytest.mark.django_db


def ids(client: Client, url: str) -> tuple[list[int], str | None]:
    answer = client.get(url).json()
    return [post["id"] for post in answer["results"]], answer["next"]


@pytest.mark.parametrize("sort", ["hot", "top"])
def test_posts_are_sorted_by_approval_and_paged_to_the_end(client: Client, sort: str) -> None:
    liked, others = make_post(), [make_post() for _ in range(4)]
    react(post=liked, member=make_member("bob"), kind=ReactionKind.LIKE)
    seen: list[int] = []
    url: str | None = f"/api/v1/posts/?sort={sort}&page_size=2"

    while url:
        found, url = ids(client, url)
        seen += found

    assert seen == [liked.pk, *(post.pk for post in reversed(others))]


def test_the_way_back_leads_to_the_same_posts(client: Client) -> None:
    for _ in range(5):
        make_post()
    first = client.get("/api/v1/posts/?sort=hot&page_size=2").json()
    second = client.get(first["next"]).json()

    back = client.get(second["previous"]).json()

    assert [post["id"] for post in back["results"]] == [post["id"] for post in first["results"]]


def test_an_unknown_order_is_refused(client: Client) -> None:
    response = client.get("/api/v1/posts/?sort=best")

    assert response.status_code == 400
    assert "latest, hot, top" in str(response.json())


@pytest.mark.parametrize("other", ["latest", "top", "hot"])
def test_a_cursor_of_another_order_is_refused(client: Client, other: str) -> None:
    for _ in range(3):
        make_post()
    sort = "hot" if other != "hot" else "latest"
    _found, url = ids(client, f"/api/v1/posts/?sort={sort}&page_size=2")
    assert url

    assert client.get(url.replace(f"sort={sort}", f"sort={other}")).status_code == 400


@pytest.mark.parametrize("cursor", ["junk", "cD1ob3Q=", "cD1sYXRlc3R-eA==", "cD1ob3R-eA=="])
def test_a_forged_cursor_is_refused(client: Client, cursor: str) -> None:
    make_post()

    for sort in ("latest", "hot"):
        response = client.get("/api/v1/posts/", {"cursor": cursor, "sort": sort})
        assert response.status_code == 400
