"""Lists cost the same number of queries however long they are."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from feed.models import Image, OutsideFeed, ReadMoreList
from feed.services.images import store_image
from moderation import services
from moderation.models import Reason
from tests.factories import make_category, make_comment, make_member, make_post, make_upload

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15  # one of them for the roles of who looks


def fill_posts(count: int) -> None:
    for number in range(count):
        category = make_category(f"Section {number}")
        make_post(author=make_member(f"writer{number}"), category=category)


def fill_comments(count: int) -> None:
    for number in range(count):
        make_comment(post=make_post(), author=make_member(f"reader{number}"))


def fill_members(count: int) -> None:
    for number in range(count):
        make_member(f"member-{number}")


def fill_decisions(count: int) -> None:
    mona = User.objects.get(username="mona")
    for _ in range(count):
        services.hide_post(post=make_post(), actor=mona, reason=Reason.OTHER)


def fill_images(count: int) -> None:
    for number in range(count):
        store_image(owner=make_member(f"painter{number}"), upload=make_upload())
    assert Image.objects.count() >= count


def fill_read_more(count: int) -> None:
    for _ in range(count):
        ReadMoreList.objects.create(post=make_post(), engine="test", built_at=timezone.now())


def fill_tags(count: int) -> None:
    make_post(tags=tuple(f"word {number}" for number in range(min(count, 5))))


def fill_outside_feeds(count: int) -> None:
    for number in range(count):
        OutsideFeed.objects.create(
            url=f"https://pier.example/{OutsideFeed.objects.count()}/{number}",
            category=make_category(),
            author=make_member(f"wire{number}"),
        )


FILLS: dict[str, Callable[[int], None]] = {
    "feed_post": fill_posts,
    "feed_comment": fill_comments,
    "accounts_user": fill_members,
    "moderation_decision": fill_decisions,
    "feed_image": fill_images,
    "feed_outsidefeed": fill_outside_feeds,
    "feed_readmorelist": fill_read_more,
    "feed_tag": fill_tags,
    "feed_category": fill_posts,
}


@pytest.mark.parametrize("name", list(FILLS))
def test_a_list_of_thirty_asks_no_more_than_a_list_of_one(mona: Client, name: str) -> None:
    address = reverse(f"admin:{name}_changelist")
    FILLS[name](1)
    mona.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        mona.get(address)
    FILLS[name](30)

    with CaptureQueriesContext(connection) as thirty:
        page = mona.get(address)

    assert page.context["cl"].result_count > 4
    assert len(thirty) <= len(one) <= MOST_QUERIES


@pytest.mark.parametrize("name", ["feed_post", "feed_comment", "accounts_user"])
def test_the_page_of_a_case_asks_little(mona: Client, name: str) -> None:
    FILLS[name](6)
    newest = mona.get(reverse(f"admin:{name}_changelist")).context["cl"].result_list[0]
    address = reverse(f"admin:{name}_change", args=[newest.pk])
    mona.get(address)

    with CaptureQueriesContext(connection) as asked:
        response = mona.get(address)

    assert response.status_code == 200
    assert len(asked) <= MOST_QUERIES + 7
