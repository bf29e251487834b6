"""What pages that list posts have in common."""

from typing import Final

from django.http import HttpRequest

from config.freshness import shows
from feed import shown
from feed.selectors.tabs import Tab

# The name in the query of a link into a list.
AFTER: Final = "after"


def cursor_of(request: HttpRequest) -> str | None:
    """The place in a list that a link names."""
    return request.GET.get(AFTER) or None


def shows_order(request: HttpRequest, tab: Tab) -> None:
    """A list by approval changes with each reaction."""
    if tab in (Tab.HOT, Tab.TOP):
        shows(request, shown.HOT)
