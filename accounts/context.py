"""What the masthead shows a member."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.access import member_of
from accounts.selectors import unread_count


def member(request: HttpRequest) -> dict[str, Any]:
    """The member's unread notifications, counted only where a template asks."""
    return {"unread_count": SimpleLazyObject(lambda: unread_count(member_of(request)))}
