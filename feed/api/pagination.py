"""In which order the lists of the feed are cut into pages."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.api.pagination import SignedCursorPagination


class CommentCursorPagination(SignedCursorPagination):
    """Keyset pages, oldest first, or by `?sort=`: best, new, old; `page_size` up to 100."""

    ordering = ("created_at", "id")

    ORDERINGS: ClassVar[dict[str, tuple[str, ...]]] = {
        "best": ("-score", "id"),
        "new": ("-created_at", "-id"),
        "old": ordering,
    }

    def get_ordering(
        self, request: Request, queryset: QuerySet[Any], view: APIView
    ) -> tuple[str, ...]:
        return self.ORDERINGS.get(request.query_params.get("sort", ""), self.ordering)


class NameCursorPagination(SignedCursorPagination):
    """Keyset pages in the order of names."""

    ordering = ("name", "id")
