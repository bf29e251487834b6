"""No author and no category fills a page of Hot, and nothing is lost on the way."""

from collections.abc import Sequence

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from feed.models import Post
from feed.ranking.spread import RUN, spread
from tests.factories import make_category, make_member, make_post

Row = tuple[int, int]  # author, category

rows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=60)


def own_groups(row: Row) -> Row:
    return row


def longest_run(values: Sequence[object]) -> int:
    longest = run = 0
    for number, value in enumerate(values):
        run = run + 1 if number and values[number - 1] == value else 1
        longest = max(longest, run)
    return longest


@given(rows)
def test_spreading_all_rows_keeps_every_one(given_rows: list[Row]) -> None:
    shown = spread(given_rows, size=len(given_rows), groups=own_groups)

    assert sorted(shown) == sorted(given_rows)


@given(rows, st.integers(1, 20))
def test_a_longer_run_is_shown_only_where_nothing_else_is_left(
    given_rows: list[Row], size: int
) -> None:
    shown = spread(given_rows, size=size, groups=own_groups)

    for end in range(RUN, len(shown)):
        recent, row = shown[end - RUN : end], shown[end]
        for place in (0, 1):
            if {each[place] for each in recent} == {row[place]}:
                left = list(given_rows)
                for each in shown[:end]:
                    left.remove(each)
                assert all(
                    any({each[side] for each in recent} == {other[side]} for side in (0, 1))
                    for other in left
                )


@given(rows)
def test_what_makes_no_long_run_stays_in_order(given_rows: list[Row]) -> None:
    if any(longest_run([row[place] for row in given_rows]) > RUN for place in (0, 1)):
        return

    assert spread(given_rows, size=len(given_rows), groups=own_groups) == given_rows


@given(rows)
def test_the_first_is_always_the_best(given_rows: list[Row]) -> None:
    assert spread(given_rows, size=5, groups=own_groups)[:1] == given_rows[:1]


@pytest.fixture
def crowd() -> list[int]:
    """Forty posts of one category, by many, hotter than ten of another; their keys."""
    quiet, loud = make_category("Market"), make_category("Harbour")
    others = [make_post(author=_member(n), category=quiet).pk for n in range(10)]
    return others + [make_post(author=_member(n), category=loud).pk for n in range(40)]


def _member(number: int) -> User:
    return make_member(f"writer{number % 7}")


@pytest.mark.django_db
def test_one_category_fills_no_page_and_every_post_is_shown_once(
    client: Client, crowd: list[int]
) -> None:
    seen: list[Post] = []
    path = "/hot/"
    first: list[Post] = []

    while path:
        page = client.get(path).context["page"]
        first = first or page.posts
        seen += page.posts
        path = f"/hot/?after={page.next_cursor}" if page.next_cursor else ""

    assert longest_run([post.category_id for post in first]) == RUN
    assert sorted(post.pk for post in seen) == sorted(crowd)


@pytest.mark.django_db
def test_in_a_category_one_author_comes_thrice_in_a_row_at_most(client: Client) -> None:
    make_post(author=make_member("bob"))
    for _ in range(6):
        make_post(author=make_member("alice"))

    page = client.get("/categories/harbour/hot/").context["page"]

    assert longest_run([post.author_id for post in page.posts[:4]]) == RUN
    assert len(page.posts) == 7


@pytest.mark.django_db
def test_a_site_with_one_category_is_shown_all_the_same(client: Client) -> None:
    made = [make_post(author=_member(number)).pk for number in range(6)]

    page = client.get("/hot/").context["page"]

    assert [post.pk for post in page.posts] == made[::-1]


@pytest.mark.django_db
def test_a_later_page_of_hot_leads_to_the_top_of_the_list(client: Client, crowd: list[int]) -> None:
    cursor = client.get("/hot/").context["page"].next_cursor

    page = client.get("/hot/", {"after": cursor}).content.decode()

    assert 'href="."' in page
