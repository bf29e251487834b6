"""How lists of the API are cut into pages: by keys, so that a page is stable under inserts and depth costs nothing."""

import hashlib
from typing import Any, Final

from django.core.signing import BadSignature, Signer
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

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


class SignedCursorPagination(CursorPagination):
    """Keyset pages whose cursors are signed for their list: none can be made up or carried to another list."""

    ordering: tuple[str, ...] = ("-id",)
    page_size = PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = MAX_PAGE_SIZE

    def get_page_size(self, request: Request) -> int:
        return page_size_of(request)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def decode_cursor(self, request: Request) -> Cursor | None:
        """Raises BadCursorError: not ours, or another list's."""
        encoded = request.query_params.get(self.cursor_query_param)
        if not encoded:
            return None
        try:
            offset, is_reverse, position = self._signer(request).unsign_object(encoded)
        except (BadSignature, ValueError) as error:
            raise BadCursorError from error
        return Cursor(offset, is_reverse, position)

    def encode_cursor(self, cursor: Cursor) -> str:
        packed = [cursor.offset, cursor.reverse, cursor.position]
        encoded = self._signer(self.request).sign_object(packed)  # type: ignore[attr-defined]
        return replace_query_param(str(self.base_url), self.cursor_query_param, encoded)

    def _signer(self, request: Request) -> Signer:
        return Signer(salt=f"api.cursor {list_name(request)} {self.ordering}")


class FixedCursorPagination(SignedCursorPagination):
    """How lists are described that a selector cuts, always into pages of one size."""

    page_size_query_param: Any = None
