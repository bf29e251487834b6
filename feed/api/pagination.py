"""How lists of the API are cut into pages."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.views import APIView


class PostCursorPagination(CursorPagination):
    """Keyset pages, newest first; `page_size` up to 100."""

    ordering = ("-published_at", "-id")
    page_size_query_param = "page_size"
    max_page_size = 100


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
