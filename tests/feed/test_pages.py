"""Keyset pages."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.keyset import BadCursorError
from feed.models import Post
from feed.selectors.feeds import HOT, LATEST
from feed.selectors.pages import Cursor, read_page
from tests.factories import make_post

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def _posts(count: int) -> list[int]:
    """Primary keys, newest first; two of three share their instant, to try the tie-break."""
    posts = [make_post() for _ in range(count)]
    for number, post in enumerate(posts):
        Post.objects.filter(pk=post.pk).update(published_at=NOON + timedelta(hours=number // 3))
    return list(Post.objects.latest_first().values_list("pk", flat=True))


@pytest.mark.django_db
def test_pages_forward_show_every_row_once_in_order() -> None:
    expected = _posts(8)
    seen: list[int] = []
    cursor = None

    while True:
        page = read_page(Post.objects.live(), order=LATEST, cursor=cursor, size=3)
        seen += [post.pk for post in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert seen == expected


@pytest.mark.django_db
def test_a_page_back_shows_what_was_before() -> None:
    expected = _posts(8)
    first = read_page(Post.objects.live(), order=LATEST, cursor=None, size=3)
    second = read_page(Post.objects.live(), order=LATEST, cursor=first.next_cursor, size=3)

    back = read_page(Post.objects.live(), order=LATEST, cursor=second.previous_cursor, size=3)

    assert [post.pk for post in back.rows] == expected[:3]
    assert back.previous_cursor is None
    assert back.next_cursor == first.next_cursor


@pytest.mark.django_db
def test_a_post_published_meanwhile_moves_nothing_on_the_next_page() -> None:
    expected = _posts(6)
    first = read_page(Post.objects.live(), order=LATEST, cursor=None, size=3)

    make_post()
    second = read_page(Post.objects.live(), order=LATEST, cursor=first.next_cursor, size=3)

    assert [post.pk for post in second.rows] == expected[3:]


@given(st.text(max_size=80))
def test_junk_is_a_bad_cursor(text: str) -> None:
    with pytest.raises(BadCursorError):
        Cursor.parse(text, order=LATEST)


def test_a_cursor_of_another_list_is_refused() -> None:
    cursor = str(Cursor(HOT.name, 1.5, 7))

    with pytest.raises(BadCursorError):
        Cursor.parse(cursor, order=LATEST)


@pytest.mark.parametrize("value", [1.5, float("inf"), "2026-01-01T00:00:00", None, [], True])
def test_a_cursor_whose_value_does_not_fit_the_list_is_refused(value: object) -> None:
    cursor = Cursor(LATEST.name, value, 7)  # type: ignore[arg-type]

    with pytest.raises((BadCursorError, AttributeError)):
        Cursor.parse(str(cursor), order=LATEST)


@given(
    value=st.datetimes(timezones=st.just(UTC)),
    pk=st.integers(1, 2**63 - 1),
    is_backward=st.booleans(),
)
def test_a_cursor_survives_its_spelling(*, value: datetime, pk: int, is_backward: bool) -> None:
    cursor = Cursor(LATEST.name, value, pk, is_backward)

    assert Cursor.parse(str(cursor), order=LATEST) == cursor
