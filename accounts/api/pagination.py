"""How lists of the API are cut into pages: by keys, so that a page is stable under inserts and depth costs nothing."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any, Final

from django.core.signing import BadSignature, Signer
from django.db.models import Q
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from config.keyset import BadCursorError

PAGE_SIZE: Final = 30
MAX_PAGE_SIZE: Final = 100
# What in a query does not change which list it is.
NOT_THE_LIST = frozenset(("cursor", "page_size", "fields", "expand"))


def page_size_of(request: Request) -> int:
    """Rows on a page. Raises ValidationError: not from 1 to MAX_PAGE_SIZE."""
    sent = request.query_params.get("page_size", str(PAGE_SIZE))
    size = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 5 else 0
    if not 1 <= size <= MAX_PAGE_SIZE:
        wrong = ErrorDetail(f"Write a number from 1 to {MAX_PAGE_SIZE}.", "invalid")
        raise ValidationError({"page_size": wrong})
    return size


def list_name(request: Request) -> str:
    """Tells lists apart, so that no cursor is carried from one to another: address, filters, reader."""
    pairs = sorted(
        (name, value) for name, value in request.query_params.items() if name not in NOT_THE_LIST
    )
    told = f"{request.path} {pairs} {request.user.pk}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True)
class Place:
    """Beside a row in a list: the values by which the list is ordered, as text, looking on or back.

    `is_inclusive`: the row itself is still to be shown.
    """

    is_reverse: bool
    is_inclusive: bool
    values: tuple[str, ...]


class SignedCursorPagination(CursorPagination):
    """Keyset pages whose cursors are signed for their list: none can be made up or carried to another list.

    `ordering` ends with what tells rows apart. REST framework's own cursors hold the first value of it alone and count from there:
    rows that share it (comments that nobody voted on) would be shown twice, or never, once one above them moved.
    """

    ordering: tuple[str, ...] = ("-id",)
    page_size = PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = MAX_PAGE_SIZE

    def get_page_size(self, request: Request) -> int:
        return page_size_of(request)

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any]:
        """Raises BadCursorError, ValidationError (from the size of pages)."""
        self.request = request
        self.page_size = self.get_page_size(request)
        self.base_url = request.build_absolute_uri()
        self.ordering = self.get_ordering(request, queryset, view)  # type: ignore[arg-type]  # no view needed
        self.place = self._place_asked(request)
        is_back = self.place is not None and self.place.is_reverse
        keys = tuple(map(_turned, self.ordering)) if is_back else self.ordering
        rows = queryset.order_by(*keys)
        if self.place:
            rows = rows.filter(_beyond(self.place, keys))
        found = list(rows[: self.page_size + 1])
        self.has_more, self.page = len(found) > self.page_size, found[: self.page_size]
        if is_back:
            self.page.reverse()
        return self.page

    def get_next_link(self) -> str | None:
        is_back = self.place is not None and self.place.is_reverse
        return self._beside(-1, is_reverse=False) if is_back or self.has_more else None

    def get_previous_link(self) -> str | None:
        is_back = self.place is not None and self.place.is_reverse
        goes_back = self.has_more if is_back else self.place is not None
        return self._beside(0, is_reverse=True) if goes_back else None

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def _place_asked(self, request: Request) -> Place | None:
        """Raises BadCursorError: not ours, or another list's."""
        encoded = request.query_params.get(self.cursor_query_param)
        if not encoded:
            return None
        try:
            is_reverse, is_inclusive, *values = self._signer(request).unsign_object(encoded)
        except (BadSignature, ValueError) as error:
            raise BadCursorError from error
        return Place(bool(is_reverse), bool(is_inclusive), tuple(map(str, values)))

    def _beside(self, index: int, *, is_reverse: bool) -> str | None:
        """The address that goes on from a row of this page; of an empty one, from where it began."""
        if self.page:
            row = self.page[index]
            values = tuple(str(getattr(row, name.lstrip("-"))) for name in self.ordering)
        elif self.place:
            values = self.place.values
        else:
            return None
        packed = [int(is_reverse), int(not self.page), *values]
        encoded = self._signer(self.request).sign_object(packed)
        return replace_query_param(str(self.base_url), self.cursor_query_param, encoded)

    def _signer(self, request: Request) -> Signer:
        return Signer(salt=f"api.place {list_name(request)} {self.ordering}")


def _turned(key: str) -> str:
    return key[1:] if key.startswith("-") else f"-{key}"


def _beyond(place: Place, keys: tuple[str, ...]) -> Q:
    """Rows after a place. The outer bound alone uses the index; the inner one settles ties."""
    (value, *values), (key, *others) = place.values, keys
    name, sign = key.lstrip("-"), "lt" if key.startswith("-") else "gt"
    if not others:
        return Q(**{f"{name}__{sign}{'e' if place.is_inclusive else ''}": value})
    rest = _beyond(replace(place, values=tuple(values)), tuple(others))
    return Q(**{f"{name}__{sign}e": value}) & (Q(**{f"{name}__{sign}": value}) | rest)


class FixedCursorPagination(SignedCursorPagination):
    """How lists are described that a selector cuts, always into pages of one size."""

    page_size_query_param: Any = None
