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
from feed.models import BookmarkList, Category, Post, Tag
from feed.services.bookmarks import keep
from feed.services.following import set_following
from feed.services.muting import mute_keyword, set_muted

pytestmark = pytest.mark.django_db

LARGE_TABLES = ("feed_post", "feed_comment", "feed_post_tags")
# More rows than this are sorted only by a listing whose index does not fit.
MOST_SORTED = 600
POSTS = 4_000


# What strangers read; words in braces are addresses that only the database knows. Not the index of the site map, which is the
# newest change of each fifty thousand posts, nor search: of a table as small as this one the planner reads the whole.
FOR_STRANGERS = (
    "/", "/hot/", "/top/", "/top/week/", "{article}", "{category}", "{category}hot/", "{category}top/", "{tag}", "{tag}hot/",
    "{tag}top/", "{member}", "{member}comments/", "/feed.rss", "/hot/feed.json", "{category}feed.atom",
    "{member}feed.rss", "/sitemap-posts-0.xml", "/sitemap-news.xml", "/api/v1/posts/",
    "/api/v1/posts/?sort=hot", "/api/v1/posts/?sort=top", "/api/v1/posts/{post}/", "/api/v1/posts/{post}/comments/",
)  # fmt: skip
FOR_MEMBERS = (
    "/", "/following/", "/for-you/", "{article}", "{other}", "{other}comments/", "{other}reactions/", "/write/mine/",
    "/bookmarks/", "/bookmarks/{shelf}/", "/api/v1/posts/?sort=following", "/api/v1/posts/mine/",
)  # fmt: skip


def test_no_listing_reads_a_whole_table_and_none_sorts_one(client: Client) -> None:
    """All listings on one seeded site: it takes longer to make than to ask."""
    call_command("seed_scale", posts=POSTS, comments=6_000, members=100, views=0)
    reader, author, other = User.objects.order_by("pk")[:3]
    post = Post.objects.live().latest_first()[5]
    keep(post=post, member=reader)
    change_privacy(other, shows_reactions=True)
    known = {
        "article": post.get_absolute_url(),
        "post": post.pk,
        "category": post.category.get_absolute_url(),
        "tag": Tag.objects.all()[0].get_absolute_url(),
        "member": author.get_absolute_url(),
        "other": other.get_absolute_url(),
        "shelf": BookmarkList.objects.get(member=reader).pk,
    }

    wrong = _wrong(client, [address.format(**known) for address in FOR_STRANGERS])
    wrong |= _wrong(client, _deep(client))
    _choose(reader, author=author)
    client.force_login(reader)
    wrong |= _wrong(client, [address.format(**known) for address in FOR_MEMBERS])

    assert wrong == {}
    assert _faults("SELECT * FROM feed_post WHERE excerpt LIKE 'x%'")
    assert _faults("SELECT id FROM feed_post ORDER BY excerpt LIMIT 5")


def _choose(reader: User, *, author: User) -> None:
    """Follows, mutes and blocks of every kind."""
    muted, blocked = User.objects.order_by("pk")[3:5]
    category, other_category = Category.objects.all()[:2]
    tag, other_tag = Tag.objects.all()[:2]
    for subject in (author, category, tag):
        set_following(reader, subject=subject, is_on=True)
    for subject in (muted, other_category, other_tag):
        set_muted(reader, subject=subject, is_on=True)
    mute_keyword(reader, keyword="harbour")
    block(reader, other=blocked)


def _deep(client: Client) -> list[str]:
    """The fifth page of the feed."""
    address = "/"
    for _ in range(4):
        address = f"/?after={client.get(address).context['page'].next_cursor}"
    return [address]


def _wrong(client: Client, addresses: list[str]) -> dict[str, list[str]]:
    """What is wrong with the queries of each page; nothing of those where all is right."""
    found = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, follow=True).status_code == 200, address
        asked = [each["sql"] for each in queries.captured_queries]
        faults = [fault for sql in asked if "feed_post" in sql for fault in _faults(sql)]
        if any(" OFFSET " in sql for sql in asked):
            faults.append("OFFSET")
        if faults:
            found[address] = faults
    return found


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
