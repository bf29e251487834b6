"""Keyset pages: a page starts where a row stands, not at a number, so depth costs nothing. A leaf: imports nothing of ours."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, Self, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

Row = TypeVar("Row", bound=Model)
PAGE_SIZE: Final = 20
MAX_CURSOR_LENGTH: Final = 1000
MAX_WAITING: Final = 2 * PAGE_SIZE


class BadCursorError(Exception):
    """A position in a list that we did not write, or that belongs to another list."""

    def __init__(self) -> None:
        super().__init__(_("This link into the list is broken. Start again at its first page."))


@dataclass(frozen=True)
class Order:
    """Descending by `field`, then by primary key; `name` tells lists apart, so that cursors do not wander."""

    name: str
    field: str
    kind: type[datetime] | type[float] = datetime

    @property
    def newest_first(self) -> tuple[str, str]:
        return f"-{self.field}", "-pk"

    @property
    def oldest_first(self) -> tuple[str, str]:
        return self.field, "pk"


@dataclass(frozen=True)
class Cursor:
    """A place in a list: beside the row with this value and key, looking forward or back.

    `waiting`: keys of rows above the place that were not shown yet, at most MAX_WAITING.
    """

    order_name: str
    value: datetime | float
    pk: int
    is_backward: bool = False
    waiting: tuple[int, ...] = ()

    def __str__(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, datetime) else self.value
        parts = [self.order_name, value, self.pk, int(self.is_backward), *self.waiting]
        packed = json.dumps(parts, separators=(",", ":"))
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str, *, order: Order) -> Self:
        """Raises BadCursorError: not written by us, or for another list."""
        try:
            if len(text) > MAX_CURSOR_LENGTH:
                raise BadCursorError
            packed = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            name, value, pk, backward, *waiting = packed
            if len(waiting) > MAX_WAITING:
                raise BadCursorError
            keys = tuple(map(_key, waiting))
            cursor = cls(str(name), _parsed(value), _key(pk), bool(backward), keys)
        except (ValueError, TypeError, RecursionError, binascii.Error) as error:
            raise BadCursorError from error
        if cursor.order_name != order.name or not isinstance(cursor.value, order.kind):
            raise BadCursorError
        return cursor


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows in display order, and cursors to the pages on either side where there are any.

    `is_one_way`: there are pages before this one, but the way back is that of the browser, or the first page.
    """

    rows: list[Row]
    next_cursor: str | None = None
    previous_cursor: str | None = None
    is_one_way: bool = False

    @property
    def is_later(self) -> bool:
        """Not the first page of its list."""
        return self.previous_cursor is not None or self.is_one_way

    @property
    def posts(self) -> list[Row]:
        return self.rows

    def __bool__(self) -> bool:
        return bool(self.rows)


def read_page(
    queryset: QuerySet[Row],
    *,
    order: Order,
    cursor: str | None,
    size: int = PAGE_SIZE,
    read: Callable[[Any], list[Row]] = list,
) -> Page[Row]:
    """One page of `queryset`, in one query, or those in which `read` reads its rows.

    Raises:
        BadCursorError: `cursor` is broken or belongs to another list.
    """
    place = Cursor.parse(cursor, order=order) if cursor else None
    is_backward = place is not None and place.is_backward
    rows = queryset.order_by(*(order.oldest_first if is_backward else order.newest_first))
    if place:
        rows = rows.filter(beyond(place, order))
    return page_of(read(rows[: size + 1]), order=order, size=size, place=place)


def page_of(
    found: list[Row], *, order: Order, place: Cursor | None, size: int = PAGE_SIZE
) -> Page[Row]:
    """The page beside `place`, of the rows that follow it, nearest first: one more than it holds where there are more."""
    is_backward = place is not None and place.is_backward
    has_more, shown = len(found) > size, found[:size]
    if is_backward:
        shown.reverse()
    has_next, has_previous = (True, has_more) if is_backward else (has_more, place is not None)
    return Page(
        rows=shown,
        next_cursor=_beside(shown[-1], order, is_backward=False) if shown and has_next else None,
        previous_cursor=_beside(shown[0], order, is_backward=True)
        if shown and has_previous
        else None,
    )


def beyond(place: Cursor, order: Order) -> Q:
    """The outer bound alone uses the index; the inner one settles ties."""
    sign = "gt" if place.is_backward else "lt"
    outer = Q(**{f"{order.field}__{sign}e": place.value})
    return outer & (Q(**{f"{order.field}__{sign}": place.value}) | Q(**{f"pk__{sign}": place.pk}))


def _beside(row: Model, order: Order, *, is_backward: bool) -> str:
    return str(Cursor(order.name, getattr(row, order.field), row.pk, is_backward))


def _parsed(value: Any) -> datetime | float:
    if isinstance(value, str):
        instant = datetime.fromisoformat(value)
        if instant.tzinfo is None:
            raise ValueError("a cursor's instant has a time zone")
        return instant
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e12:
        raise ValueError("a cursor's value is an instant or a number")
    return float(value)


def _key(pk: Any) -> int:
    if isinstance(pk, bool) or not isinstance(pk, int) or not 0 < pk < 2**63:
        raise ValueError("a cursor's key is a primary key")
    return pk
