"""How PostgreSQL finds what listings show, on a table that is large enough to tell."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.services.blocking import block
from accounts.services.profiles import change_privacy
from feed.models import Category, Post, Tag
from feed.services.following import set_following
from feed.services.muting import mute_keyword, set_muted

pytestmark = pytest.mark.django_db

LARGE_TABLES = ("feed_post", "feed_comment", "feed_post_tags")
# More rows than this are sorted only by a listing whose index does not fit.
MOST_SORTED = 600
POSTS = 4_000


@pytest.fixture
def large_site() -> None:
    call_command("seed_scale", posts=POSTS, comments=6_000, members=100, views=0)


def _address(page: str) -> str:
    post = Post.objects.live().latest_first()[5]
    addresses = {
        "article": post.get_absolute_url(),
        "category": Category.objects.all()[0].get_absolute_url(),
        "category hot": f"{Category.objects.all()[0].get_absolute_url()}hot/",
        "tag": Tag.objects.all()[0].get_absolute_url(),
        "member": User.objects.order_by("pk")[0].get_absolute_url(),
        "api comments": f"/api/v1/posts/{post.pk}/comments/",
    }
    return addresses.get(page, page)


@pytest.mark.parametrize(
    "page",
    ["/", "/hot/", "article", "category", "category hot", "member", "/api/v1/posts/", "api comments"],
)  # fmt: skip
def test_a_page_reads_no_whole_table_and_sorts_none(
    large_site: None, client: Client, page: str
) -> None:
    address = _address(page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, follow=True).status_code == 200

    wrong = [
        fault
        for query in queries.captured_queries
        if query["sql"].startswith("SELECT") and "feed_post" in query["sql"]
        for fault in _faults(query["sql"])
    ]
    assert wrong == []


def test_the_lists_of_a_member_read_no_whole_table_and_sort_none(
    large_site: None, client: Client
) -> None:
    """Following, and what is left after mutes and blocks of every kind, on lists and on the pages of members."""
    reader, author, other, muted = User.objects.order_by("pk")[:4]
    category, tag = Category.objects.all()[0], Tag.objects.all()[0]
    for subject in (author, category, tag):
        set_following(reader, subject=subject, is_on=True)
    set_muted(reader, subject=muted, is_on=True)
    set_muted(reader, subject=Category.objects.all()[1], is_on=True)
    set_muted(reader, subject=Tag.objects.all()[1], is_on=True)
    mute_keyword(reader, keyword="harbour")
    block(reader, other=User.objects.order_by("pk")[5])
    change_privacy(other, shows_reactions=True)
    client.force_login(reader)
    profile = other.get_absolute_url()

    for address in (
        "/",
        "/following/",
        profile,
        f"{profile}comments/",
        f"{profile}reactions/",
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        read = [each["sql"] for each in queries.captured_queries if "feed_post" in each["sql"]]
        assert [fault for sql in read for fault in _faults(sql)] == [], address


def test_a_page_deep_in_the_feed_is_found_like_the_first(large_site: None, client: Client) -> None:
    page = client.get("/")
    for _ in range(3):
        page = client.get(f"/?after={page.context['page'].next_cursor}")

    with CaptureQueriesContext(connection) as queries:
        client.get(f"/?after={page.context['page'].next_cursor}")

    assert not any("OFFSET" in query["sql"] for query in queries.captured_queries)
    assert [f for query in queries.captured_queries for f in _faults(query["sql"])] == []


def test_the_check_sees_what_it_is_for(large_site: None) -> None:
    assert _faults("SELECT * FROM feed_post WHERE excerpt LIKE 'x%'")
    assert _faults("SELECT id FROM feed_post ORDER BY excerpt LIMIT 5")


def _faults(sql: str) -> list[str]:
    if not sql.startswith("SELECT"):
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}".replace("%", "%%"), [])
        [[answer]] = cursor.fetchall()
    [plan] = json.loads(answer) if isinstance(answer, str) else answer
    return [
        f"{node['Node Type']} of {node.get('Relation Name', '')} in {sql[:120]}"
        for node in _nodes(plan["Plan"])
        if _is_fault(node)
    ]


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from _nodes(below)


def _is_fault(node: dict[str, Any]) -> bool:
    if node["Node Type"] == "Seq Scan":
        return node.get("Relation Name") in LARGE_TABLES
    is_sort = node["Node Type"] in {"Sort", "Incremental Sort"}
    return is_sort and any(below["Plan Rows"] > MOST_SORTED for below in node["Plans"])
