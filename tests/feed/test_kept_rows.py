"""Rows of listings that a web process keeps: as true as those that are read anew, and read once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.freshness import SITE, TOUCHED, _memory, log_key
from config.redis import Client as Redis
from feed.api.serializers import PostSerializer
from feed.models import Post
from feed.selectors import kept
from feed.selectors.kept import read_cards
from feed.templatetags.feed_cards import card
from tests.factories import make_member, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("following")]


def _titles() -> list[str]:
    return [post.title for post in read_cards(Post.objects.live().latest_first())]


def test_rows_come_in_the_order_of_the_list_and_are_read_once() -> None:
    titles = [make_post(title=f"Post {number}").title for number in range(5)]
    _titles()

    with CaptureQueriesContext(connection) as queries:
        found = read_cards(Post.objects.live().latest_first()[:3])
        shown = [(post.title, post.author.name, post.category.name) for post in found]

    assert [title for title, *_beside in shown] == titles[::-1][:3]
    assert len(queries) == 1
    assert "JOIN" not in queries[0]["sql"]


def test_a_row_that_changed_is_read_again_though_nobody_told() -> None:
    post = make_post(title="Before")
    assert _titles() == ["Before"]

    Post.objects.filter(pk=post.pk).update(title="After")

    assert _titles() == ["After"]


@pytest.mark.parametrize("name", ["member", SITE])
def test_what_stands_beside_it_is_read_again_when_that_is_told(redis: Redis, name: str) -> None:
    post = make_post()
    before = read_cards(Post.objects.live())[0].author.name
    type(post.author).objects.filter(pk=post.author.pk).update(display_name="Al the other")
    told = f"member:{post.author.pk}" if name == "member" else name

    redis.xadd(log_key(), {TOUCHED: told})

    assert read_cards(Post.objects.live())[0].author.name == "Al the other" != before
    assert "Al the other" in card(read_cards(Post.objects.live())[0], "row")


def test_what_one_reader_does_to_a_row_is_not_seen_by_the_next() -> None:
    make_post(title="As it is")
    first = read_cards(Post.objects.live())[0]

    first.title, first.author = "Scribbled", make_member("mallory")

    assert _titles() == ["As it is"]
    assert read_cards(Post.objects.live())[0].author.username != "mallory"


def test_without_a_log_rows_are_read_as_ever() -> None:
    make_post()
    _memory.watcher = None

    with CaptureQueriesContext(connection) as queries:
        for _ in range(2):
            read_cards(Post.objects.live())

    assert len(queries) == 2
    assert not kept._kept


def test_rows_of_the_api_go_when_they_are_shaped_and_stay_told() -> None:
    make_post(title="The dredger is back")
    told = PostSerializer(read_cards(Post.objects.live()), many=True)

    found = [told.data[0]["title"], told.data[0]["title"]]

    assert (found, told.instance) == (["The dredger is back"] * 2, None)
