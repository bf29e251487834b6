"""Lists cost the same number of queries however long they are."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from feed.models import OutsideFeed, ReadMoreList
from feed.services.images import store_image
from moderation import services
from moderation.models import Reason
from tests.factories import make_category, make_comment, make_member, make_post, make_upload

pytestmark = pytest.mark.django_db

MOST_QUERIES = 16  # one of them for the roles of who looks, one for the reasons to choose from


LISTS = (
    "feed_post", "feed_comment", "accounts_user", "moderation_decision", "feed_image", "feed_outsidefeed",
    "feed_readmorelist", "feed_tag", "feed_category",
)  # fmt: skip


def fill(count: int) -> None:
    """So many rows in each list, each with neighbours of its own."""
    mona = User.objects.get(username="mona")
    for number in range(count):
        category = make_category(f"Section {number}")
        author = make_member(f"writer{number}")
        post = make_post(author=author, category=category, tags=(f"word {number}",))
        make_comment(post=post, author=make_member(f"reader{number}"))
        store_image(owner=make_member(f"painter{number}"), upload=make_upload())
        ReadMoreList.objects.create(post=post, engine="test", built_at=timezone.now())
        hidden = make_post(author=author, category=category)
        assert services.hide_post(post=hidden, actor=mona, reason=Reason.OTHER)
        url = f"https://pier.example/{OutsideFeed.objects.count()}/{number}"
        OutsideFeed.objects.create(url=url, category=category, author=make_member(f"wire{number}"))


def queries_for(client: Client, name: str) -> int:
    address = reverse(f"admin:{name}_changelist")
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address)
    assert page.context["cl"].result_count > 0
    return len(asked)


def test_a_list_of_thirty_asks_no_more_than_a_list_of_one(mona: Client) -> None:
    fill(1)
    mona.get(reverse("admin:feed_post_changelist"))
    one = {name: queries_for(mona, name) for name in LISTS}
    fill(30)

    thirty = {name: queries_for(mona, name) for name in LISTS}

    assert {name: count for name, count in thirty.items() if count > one[name]} == {}
    assert max(one.values()) <= MOST_QUERIES


def test_the_page_of_a_case_asks_little(mona: Client) -> None:
    fill(6)

    for name in ("feed_post", "feed_comment", "accounts_user"):
        newest = mona.get(reverse(f"admin:{name}_changelist")).context["cl"].result_list[0]
        address = reverse(f"admin:{name}_change", args=[newest.pk])
        mona.get(address)
        with CaptureQueriesContext(connection) as asked:
            response = mona.get(address)

        assert response.status_code == 200, name
        assert len(asked) <= MOST_QUERIES + 7, name
