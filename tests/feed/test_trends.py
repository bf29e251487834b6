"""What draws more readers than it is used to."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from config.redis import Client as Redis
from counting.models import SubjectDay
from feed.models import Post
from feed.ranking.trends import Readers, surprise, trending
from feed.selectors.trending import keep_trends, trends
from feed.selectors.trends import trending_posts, trending_tags
from tests.factories import make_category, make_post

TODAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def read(post: Post, *readers: int) -> None:
    """Distinct readers of today, yesterday, and the days before."""
    for days, count in enumerate(readers):
        SubjectDay.objects.create(
            kind="view", subject=post.pk, counted_on=TODAY - timedelta(days=days),
            count=3 * count, reader_count=count,
        )  # fmt: skip


def test_what_rises_above_its_own_days_trends_before_what_is_always_read() -> None:
    steady = Readers(1, now=100, before=700)
    rising = Readers(2, now=30, before=14)

    assert trending([steady, rising], limit=5) == [2]


def test_a_handful_of_readers_is_no_trend() -> None:
    assert trending([Readers(1, now=4, before=0)], limit=5) == []


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_more_readers_are_more_surprising(now: int, before: int) -> None:
    assert surprise(Readers(1, now + 1, before)) > surprise(Readers(1, now, before))


@pytest.mark.django_db
def test_posts_and_tags_trend_by_category_and_only_while_they_are_public() -> None:
    harbour, council = make_category("Harbour"), make_category("Council")
    ships = make_post(category=harbour, tags=("Ships",))
    budget = make_post(category=council, tags=("Budget",))
    hidden = make_post(category=council)
    for post in (ships, budget, hidden):
        read(post, 40, 2, 2, 1)
    Post.objects.filter(pk=hidden.pk).update(status="hidden")

    assert set(trending_posts(today=TODAY, limit=5)) == {ships.pk, budget.pk}
    assert trending_posts(today=TODAY, limit=5, category=harbour) == [ships.pk]
    assert trending_tags(today=TODAY, limit=5, category=council) == [budget.tags.get().pk]


@pytest.mark.django_db
def test_a_quiet_day_has_no_trends() -> None:
    read(make_post(), 0, 1, 30, 30)

    assert trending_posts(today=TODAY, limit=5) == []


@pytest.mark.django_db
def test_what_workers_found_trending_stands_beside_the_feed_and_in_its_category(
    client: Client, redis: Redis, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    harbour, council = make_category("Harbour"), make_category("Council")
    ships, hidden = make_post(title="Tall ships", category=harbour, tags=("Ships",)), make_post()
    for post in (ships, hidden):
        read(post, 40, 2, 2, 1)

    found = keep_trends(now=NOW)
    Post.objects.filter(pk=hidden.pk).update(status="hidden")

    pages = [client.get(each.get_absolute_url()).content.decode() for each in (harbour, council)]
    assert found >= 2
    assert ["Trending now" in page for page in pages] == [True, False]
    with django_assert_num_queries(1):
        shown = trends(visitor=AnonymousUser())
    assert ([post.pk for post in shown.posts], [tag.slug for tag in shown.tags]) == (
        [ships.pk],
        ["ships"],
    )


@pytest.mark.django_db
def test_nothing_trends_before_workers_looked_or_without_redis(
    redis: Redis, redis_down: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert not trends(visitor=AnonymousUser())
