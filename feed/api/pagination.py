"""How lists of the API are cut into pages."""

from datetime import datetime
from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.views import APIView

# How posts may be sorted; each has its index.
POST_ORDERS: Final = {
    "latest": ("-published_at", "-id"),
    "hot": ("-hotness", "-id"),
    "top": ("-score", "-id"),
}
SEPARATOR: Final = "~"
SORT_PARAMETER: Final[dict[str, Any]] = {
    "name": "sort",
    "in": "query",
    "required": False,
    "description": "`latest` (the newest first), `hot` (approval that fades with time) or `top` (approval alone).",
    "schema": {"type": "string", "enum": list(POST_ORDERS), "default": "latest"},
}


class PostCursorPagination(CursorPagination):
    """Keyset pages in the order that `sort` names, newest first without it; `page_size` up to 100."""

    ordering = POST_ORDERS["latest"]
    page_size_query_param = "page_size"
    max_page_size = 100
    sort = "latest"

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        self.sort = request.query_params.get("sort", "latest")
        if self.sort not in POST_ORDERS:
            raise ValidationError({"sort": f"One of {', '.join(POST_ORDERS)}."})
        return POST_ORDERS[self.sort]

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [*super().get_schema_operation_parameters(view), SORT_PARAMETER]

    def encode_cursor(self, cursor: Cursor) -> str:
        """A cursor names its order, so that it does not wander into another one."""
        named = f"{self.sort}{SEPARATOR}{cursor.position}" if cursor.position else None
        return super().encode_cursor(cursor._replace(position=named))  # type: ignore[arg-type]  # the stubs think it an int

    def decode_cursor(self, request: Request) -> Cursor | None:
        cursor = super().decode_cursor(request)
        if cursor is None or cursor.position is None:
            return cursor
        sort, _separator, position = str(cursor.position).partition(SEPARATOR)
        if sort != self.sort or not _is_place(position, is_instant=sort == "latest"):
            raise NotFound(self.invalid_cursor_message)
        return cursor._replace(position=position)  # type: ignore[arg-type]


def _is_place(position: str, *, is_instant: bool) -> bool:
    try:
        parse = datetime.fromisoformat if is_instant else float
        return bool(parse(position))
    except ValueError:
        return False


class CommentCursorPagination(CursorPagination):
    """Keyset pages, oldest first, or by `?sort=`: best, new, old; `page_size` up to 100."""

    ordering = ("created_at", "id")
    page_size_query_param = "page_size"
    max_page_size = 100

    ORDERINGS: ClassVar[dict[str, tuple[str, ...]]] = {
        "best": ("-score", "id"),
        "new": ("-created_at", "-id"),
        "old": ordering,
    }

    def get_ordering(
        self, request: Request, queryset: QuerySet[Any], view: APIView
    ) -> tuple[str, ...]:
        return self.ORDERINGS.get(request.query_params.get("sort", ""), self.ordering)


class NameCursorPagination(CursorPagination):
    """Keyset pages in the order of names."""

    ordering = ("name", "id")
    page_size_query_param = "page_size"
    max_page_size = 100
