"""How old a figure may be that a reader sees on a page, kept or not."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from config.page_cache.copies import (
    FOR_PROXIES,
    FRESH_SECONDS,
    MAX_AGE,
    PROXY_SECONDS,
    PROXY_STALE_SECONDS,
)
from config.redis import Client
from config.schedule import SCHEDULE
from counting import tasks
from counting.tokens import make_token
from feed.models import Post
from tests.config.strangers import Site
from tests.counting.test_drain import report
from tests.factories import make_post

VIEWS = re.compile(r'title="([\d,]+) views?"')


@pytest.fixture
def post(redis: Client) -> Post:
    post = make_post()
    Post.objects.filter(pk=post.pk).update(view_count=1_234)
    return post


@pytest.fixture
def site(redis: Client) -> Site:
    return Site()


def views_shown(site: Site, path: str) -> str:
    """The exact figure, which stands in the title of the short one."""
    found = VIEWS.search(site.get(path).text)
    assert found
    return found[1]


def test_a_count_waits_for_the_drain_and_the_page_and_never_longer_than_a_quarter_minute() -> None:
    drained = SCHEDULE["counting-drain"]["schedule"]
    in_a_proxy = timedelta(seconds=PROXY_SECONDS + PROXY_STALE_SECONDS)

    assert timedelta(seconds=15) == MAX_AGE
    assert drained + timedelta(seconds=FRESH_SECONDS) < MAX_AGE
    assert drained + in_a_proxy < MAX_AGE
    assert f"s-maxage={PROXY_SECONDS}, stale-while-revalidate={PROXY_STALE_SECONDS}" in FOR_PROXIES


@pytest.mark.django_db
def test_a_drained_view_shows_on_kept_pages_at_once(
    site: Site,
    post: Post,
    redis: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    paths = (post.get_absolute_url(), "/", post.category.get_absolute_url())
    before = [views_shown(site, path) for path in paths]
    report(make_token("view", subject=post.pk, now=timezone.now()), redis=redis)

    with django_capture_on_commit_callbacks(execute=True):
        tasks.drain_all()

    assert before == ["1,234"] * 3
    assert [views_shown(site, path) for path in paths] == ["1,235"] * 3


@pytest.mark.django_db
def test_a_count_of_which_no_news_came_shows_some_seconds_later(site: Site, post: Post) -> None:
    path = post.get_absolute_url()
    views_shown(site, path)
    Post.objects.filter(pk=post.pk).update(view_count=1_235)
    meanwhile = views_shown(site, path)

    for wanted, copy in list(site.cache.shelf._here.items()):  # the clock passes
        copy.made_at -= FRESH_SECONDS
        site.cache.shelf.put(wanted, copy)

    assert (meanwhile, views_shown(site, path)) == ("1,234", "1,235")
