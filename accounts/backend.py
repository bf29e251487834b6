"""How a name or an address with a password is checked: allauth's way, with the same work for whoever is a member and who is not."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as ByNameOrAddress
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest


class AuthenticationBackend(ByNameOrAddress):  # type: ignore[misc]  # allauth is untyped
    """Checks a password once.

    allauth gives an address both as a name and as an address, and would check the member's password for each: whoever
    measures the time learns which addresses are members'.
    """

    def authenticate(
        self, request: HttpRequest | None, **credentials: Any
    ) -> AbstractBaseUser | None:
        if credentials.get("email"):
            credentials.pop("username", None)
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        return user
