"""Posts that the same members read: only of many, never of a few, and against what everybody reads."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import TrustLevel, User
from config.redis import Client as Redis
from counting.tokens import make_token
from feed.models import CoRead, Post, Reading, ReadMoreList
from feed.read_more.coreading import MIN_READERS, PERIOD, refresh_co_reading
from feed.read_more.features import refresh_features
from feed.read_more.refresh import refresh_list
from feed.selectors.readership import VIEW
from tests.factories import make_member, make_post

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def crowd(count: int) -> list[User]:
    return [make_member(f"reader{number}") for number in range(count)]


def let_read(members: Iterable[User], *posts: Post, at: datetime = NOW) -> None:
    Reading.objects.bulk_create(
        Reading(member=member, post=post, read_at=at, viewed_at=at)
        for member in members
        for post in posts
    )


def pairs() -> dict[tuple[int, int], int]:
    return {(row.post_id, row.other_id): row.readers for row in CoRead.objects.all()}


def test_a_pair_is_kept_in_both_directions_once_enough_members_read_both() -> None:
    first, second, third = make_post(), make_post(), make_post()
    members = crowd(MIN_READERS)
    let_read(members, first, second)
    let_read(members[1:], third)

    found = refresh_co_reading(now=NOW)
    again = refresh_co_reading(now=NOW)

    assert found == again == 2
    assert pairs() == {(first.pk, second.pk): MIN_READERS, (second.pk, first.pk): MIN_READERS}


def test_only_what_counting_finds_valid_is_read_together(
    client: Client, redis: Redis, settings: Settings
) -> None:
    posts, members, now = [make_post(), make_post()], crowd(MIN_READERS), timezone.now()
    report = partial(client.post, reverse("counting:beacon"), content_type="application/json")
    tokens = [make_token(VIEW, subject=post.pk, now=now) for post in posts]
    old = [make_token(VIEW, subject=post.pk, now=now - timedelta(days=3)) for post in posts]

    def found_when_each_reports(tokens: list[str], *, browser: str = "Firefox/140.0") -> int:
        for member in members:
            client.force_login(member)
            for post in posts:
                client.get(post.get_absolute_url())
            headers = {"user-agent": browser, "sec-fetch-site": "same-origin"}
            assert report({"tokens": tokens}, headers=headers).status_code == 204
        return refresh_co_reading(now=timezone.now())

    bots = found_when_each_reports(tokens, browser="curl/8")
    replays = found_when_each_reports(old)
    settings.FLOOD_EVENTS_PER_MINUTE = 1
    floods = found_when_each_reports(tokens)
    redis.flushdb()
    settings.FLOOD_EVENTS_PER_MINUTE = 100
    views = found_when_each_reports(tokens)

    assert (bots, replays, floods, views) == (0, 0, 0, 2)


def test_old_readings_newcomers_authors_and_hidden_posts_do_not_count() -> None:
    first, second, hidden = make_post(), make_post(), make_post()
    members = crowd(MIN_READERS + 3)
    Post.objects.filter(pk=hidden.pk).update(status="hidden")
    let_read(members[:MIN_READERS], first, hidden)
    let_read(members[: MIN_READERS - 1], second)
    let_read(members[-3:-2], second, first, at=NOW - PERIOD - timedelta(days=1))
    let_read(members[-2:-1], second, first)
    User.objects.filter(pk=members[-2].pk).update(trust_level=TrustLevel.NEW)
    let_read([second.author], second, first)

    assert refresh_co_reading(now=NOW) == 0


def test_what_everybody_reads_is_bound_less_closely() -> None:
    post, kin, popular = make_post(), make_post(), make_post()
    members = crowd(3 * MIN_READERS)
    let_read(members[:MIN_READERS], post, kin)
    let_read(members, popular)

    refresh_co_reading(now=NOW)

    strengths = dict(CoRead.objects.filter(post=post).values_list("other", "strength"))
    assert strengths[kin.pk] > 1.5 * strengths[popular.pk] > 0


def test_readers_bring_a_post_into_a_list_and_the_reason_says_so() -> None:
    trams = make_post(title="Tram budget", body="The tram line costs more than the council said.")
    soup = make_post(title="Onion soup", body="Onions and carrots for everybody in town.")
    let_read(crowd(2 * MIN_READERS), trams, soup)
    for post in (trams, soup):
        refresh_features(post.pk, now=NOW)

    refresh_list(trams.pk, now=NOW)
    before = ReadMoreList.objects.get(post=trams).items
    refresh_co_reading(now=NOW)
    refresh_list(trams.pk, now=NOW)

    [item] = ReadMoreList.objects.get(post=trams).items
    assert before == []
    assert (item["post"], item["reason"]) == (soup.pk, "readers")
    assert 0 < item["parts"]["readers"] <= 0.2
