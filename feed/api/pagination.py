"""In which order the lists of the feed are cut into pages."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.api.pagination import SignedCursorPagination
from feed.api.choosing import choice
from feed.selectors.threads import Order


class CommentCursorPagination(SignedCursorPagination):
    """Keyset pages, oldest first, or by `?sort=`: best, new, old; `page_size` up to 100."""

    ordering = ("created_at", "id")

    ORDERINGS: ClassVar[dict[Order, tuple[str, ...]]] = {
        Order.BEST: ("-score", "id"),
        Order.NEW: ("-created_at", "-id"),
        Order.OLD: ordering,
    }

    def get_ordering(
        self, request: Request, queryset: QuerySet[Any], view: APIView
    ) -> tuple[str, ...]:
        """Raises ValidationError: there is no such order."""
        return self.ORDERINGS[choice(request, "sort", Order, Order.OLD)]


class NameCursorPagination(SignedCursorPagination):
    """Keyset pages in the order of names."""

    ordering = ("name", "id")
