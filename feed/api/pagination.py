"""How lists of the API are cut into pages."""

from rest_framework.pagination import CursorPagination


class PostCursorPagination(CursorPagination):
    """Keyset pages, newest first; `page_size` up to 100."""

    ordering = ("-published_at", "-id")
    page_size_query_param = "page_size"
    max_page_size = 100


class CommentCursorPagination(CursorPagination):
    """Keyset pages, oldest first; `page_size` up to 100."""

    ordering = ("created_at", "id")
    page_size_query_param = "page_size"
    max_page_size = 100


class NameCursorPagination(CursorPagination):
    """Keyset pages in the order of names."""

    ordering = ("name", "id")
    page_size_query_param = "page_size"
    max_page_size = 100
