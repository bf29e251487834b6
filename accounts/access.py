"""Who is asking."""

from typing import cast

from django.http import HttpRequest

from accounts.models import User


def member_of(request: HttpRequest) -> User:
    """The signed-in member; for views behind `login_required`."""
    return cast("User", request.user)
