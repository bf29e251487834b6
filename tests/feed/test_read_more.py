"""The recommendations under a post."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st

from feed.models import Post, ReadMoreList
from feed.read_more import refresh
from feed.read_more.lexical import FLOOR, SHOWN, TIMELESS, Document, Pool, freshness
from feed.selectors.posts import read_more
from feed.services import publishing
from tests.factories import make_member, make_post

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def document(pk: int, words: str, *, author_pk: int | None = None, days_old: float = 1) -> Document:
    published_at = NOW - timedelta(days=days_old)
    terms = {word: float(words.split().count(word)) for word in words.split()}
    return Document(pk, author_pk or pk, published_at, terms)


NOISE = [document(100 + number, f"word{number} other{number} more{number}") for number in range(20)]


def test_posts_about_the_same_thing_are_recommended_and_others_are_not() -> None:
    pool = Pool([document(1, "tram line bridge"), document(2, "tram line cost"), *NOISE])

    found = pool.recommend(1, now=NOW)

    assert [item.pk for item in found] == [2]
    assert set(found[0].shared) == {"tram", "line"}


def test_one_author_fills_one_place() -> None:
    same = [document(pk, f"tram line word{pk}", author_pk=9) for pk in (2, 3, 4)]
    pool = Pool([document(1, "tram line bridge"), *same, *NOISE])

    assert len(pool.recommend(1, now=NOW)) == 1


def test_a_copy_is_not_recommended() -> None:
    pool = Pool([document(1, "tram line bridge"), document(2, "tram line bridge"), *NOISE])

    assert pool.recommend(1, now=NOW) == []


def test_of_two_equally_like_posts_the_newer_comes_first() -> None:
    old, new = document(2, "tram line a", days_old=90), document(3, "tram line b", days_old=1)
    pool = Pool([document(1, "tram line bridge"), old, new, *NOISE])

    assert [item.pk for item in pool.recommend(1, now=NOW)] == [3, 2]


words = st.lists(
    st.sampled_from(["tram", "line", "cost", "bridge", "school", "fish"]), min_size=1, max_size=8
)


@given(st.lists(words, min_size=1, max_size=12))
def test_a_list_is_short_ordered_and_above_the_floor(texts: list[list[str]]) -> None:
    pool = Pool([document(pk, " ".join(text)) for pk, text in enumerate(texts, start=1)])

    found = pool.recommend(1, now=NOW)

    scores = [item.score for item in found]
    assert len(found) <= SHOWN
    assert scores == sorted(scores, reverse=True)
    assert all(score >= round(FLOOR * TIMELESS, 4) for score in scores)
    assert 1 not in {item.pk for item in found}


@given(st.floats(min_value=-10, max_value=5000))
def test_freshness_stays_between_its_bounds(days: float) -> None:
    assert TIMELESS <= freshness(NOW - timedelta(days=days), now=NOW) <= 1


def _story(title: str, *, author: str) -> Post:
    body = "The tram line over the new bridge costs more than the council said."
    return make_post(author=make_member(author), title=title, body=f"{body} {title}")


def _noise() -> None:
    for number in range(6):
        make_post(
            author=make_member(f"noise{number}"),
            title=f"Soup{number} kitchen{number}",
            body=f"Onions{number} and carrots{number} for everybody{number}.",
        )


@pytest.mark.django_db
def test_a_published_post_gets_a_list_and_enters_its_neighbours() -> None:
    _noise()
    first, second = _story("Tram budget", author="alice"), _story("Bridge budget", author="bob")

    refresh.refresh_post(second.pk)

    assert [post.pk for post in read_more(second, visitor=AnonymousUser())] == [first.pk]
    assert [post.pk for post in read_more(first, visitor=AnonymousUser())] == [second.pk]


@pytest.mark.django_db
def test_a_hidden_post_leaves_every_list_at_once() -> None:
    _noise()
    first, second = _story("Tram budget", author="alice"), _story("Bridge budget", author="bob")
    refresh.refresh_post(second.pk)

    publishing.hide_post(first)

    assert read_more(second, visitor=AnonymousUser()) == []


@pytest.mark.django_db
def test_the_sweeper_builds_what_a_lost_message_left_undone_and_then_rests() -> None:
    _noise()
    refresh.refresh_all()
    story = _story("Tram budget", author="alice")

    built, idle = refresh.refresh_due(), refresh.refresh_due()

    assert (built, idle) == (1, 0)
    assert ReadMoreList.objects.filter(post=story).exists()


@pytest.mark.django_db
def test_building_twice_leaves_one_list() -> None:
    post = _story("Tram budget", author="alice")

    refresh.refresh_post(post.pk)
    refresh.refresh_post(post.pk)

    assert ReadMoreList.objects.count() == 1


@pytest.mark.django_db
def test_aged_lists_are_built_again() -> None:
    post = _story("Tram budget", author="alice")
    refresh.refresh_post(post.pk, now=NOW)

    built = refresh.refresh_aged(now=NOW + timedelta(days=2))

    assert built == 1
    assert ReadMoreList.objects.get(post=post).built_at == NOW + timedelta(days=2)


@pytest.mark.django_db
def test_a_post_of_quotes_and_backslashes_does_not_break_the_query() -> None:
    post = make_post(title="It's \\ 'quoted'", body="C:\\temp\\it's & | ! ( ) :* <->")

    refresh.refresh_post(post.pk)

    assert ReadMoreList.objects.filter(post=post).exists()
