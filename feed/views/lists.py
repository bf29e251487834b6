"""What pages that list posts have in common."""

from typing import Final

from django.http import HttpRequest

# The name in the query of a link into a list.
AFTER: Final = "after"


def cursor_of(request: HttpRequest) -> str | None:
    """The place in a list that a link names."""
    return request.GET.get(AFTER) or None
