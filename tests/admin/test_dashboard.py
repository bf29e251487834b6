"""The first page of the admin counts right, in few queries."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counting.models import EventClass, EventTotal
from feed.models import Post
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db


def totals(client: Client) -> dict[str, int]:
    return {str(chart.title): chart.total for chart in client.get("/admin/").context["charts"]}


def count_events(
    kind: str, *, count: int, event_class: EventClass = EventClass.VALID, days: int = 0
) -> None:
    EventTotal.objects.create(
        kind=kind,
        counted_on=timezone.now().date() - timedelta(days=days),
        event_class=event_class,
        count=count,
    )


def test_the_charts_count_the_last_two_weeks(mona: Client) -> None:
    make_comment(post=make_post())
    old = make_post()
    Post.objects.filter(pk=old.pk).update(published_at=timezone.now() - timedelta(days=15))
    count_events("view", count=40, days=13)
    count_events("view", count=500, days=14)
    count_events("view", count=7, event_class=EventClass.BOT)

    found = totals(mona)
    assert {name: found[name] for name in ("Posts", "Comments", "Views")} == {
        "Posts": 1,
        "Comments": 1,
        "Views": 40,
    }


def test_every_day_has_its_bar(mona: Client) -> None:
    make_post()

    chart = json.loads(mona.get("/admin/").context["charts"][0].data)

    assert len(chart["labels"]) == len(chart["datasets"][0]["data"]) == 14
    assert chart["datasets"][0]["data"][-1] == 1


def test_sponsor_managers_see_what_sponsors_got_and_nothing_else(
    sign_in: Callable[[str], Client],
) -> None:
    count_events("viewable", count=9)

    assert totals(sign_in("sponsor manager")) == {"Sponsors’ impressions": 9}


def test_it_costs_few_queries(
    ada: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for _ in range(3):
        make_comment()

    with django_assert_max_num_queries(22):
        ada.get("/admin/")
