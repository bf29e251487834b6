"""Who is asking: a program with a personal token, or a browser with a session."""

from typing import Any

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from oauth2_provider.models import AccessToken
from rest_framework import authentication, exceptions, permissions
from rest_framework.request import Request

from accounts.api.problems import ProofMissingError, ScopeTooSmallError, SuspendedError
from accounts.models import PersonalToken, Scope, User
from accounts.services.oauth_apps import access_token_of
from accounts.services.personal_tokens import PREFIX, token_of

MAX_KEY_LENGTH = 200


class BearerAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer …` (RFC 6750): a personal token, or that of an app which the member let in. A wrong key is refused, even where strangers may read."""

    def authenticate(self, request: Request) -> tuple[User, PersonalToken | AccessToken] | None:
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if not scheme:
            return None
        key = key.strip()
        found = _bearer(key) if scheme.lower() == "bearer" and len(key) <= MAX_KEY_LENGTH else None
        if found is None:
            raise exceptions.AuthenticationFailed(
                "This token is not valid: it was mistyped, has expired, or was revoked.",
                code="invalid_token",
            )
        return found

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


def _bearer(key: str) -> tuple[User, PersonalToken | AccessToken] | None:
    if key.startswith(PREFIX):
        token = token_of(key)
        return (token.member, token) if token else None
    access = access_token_of(key)
    return (access.user, access) if access else None


class MayCome(permissions.BasePermission):
    """Members may write, strangers read; a token needs the scope that its deed asks for.

    A view names `scopes` by action, `is_personal` where strangers have nothing to read, `for_members` where they may not do
    single actions, and `is_open_to_suspended` where
    those whom moderators keep out come in all the same.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        is_open = getattr(view, "is_open_to_suspended", False)
        if request.user.is_authenticated and request.user.is_suspended and not is_open:
            raise SuspendedError
        if isinstance(request.auth, PersonalToken | AccessToken):
            scope = scope_of(view, request)
            if scope not in request.auth.scopes:
                raise ScopeTooSmallError(scope)
        return request.user.is_authenticated or is_public(view, request.method)


def is_public(view: Any, method: str | None) -> bool:
    """Whether strangers may ask: to read what is nobody's own."""
    own: frozenset[str] = getattr(view, "for_members", frozenset())
    is_own = getattr(view, "is_personal", False) or getattr(view, "action", "") in own
    return method in permissions.SAFE_METHODS and not is_own


def scope_of(view: Any, request: Request) -> Scope:
    """What a token must open for this deed: what the view names for its action, else to read."""
    by_action: dict[str, Scope] = getattr(view, "scopes", {})
    return by_action.get(getattr(view, "action", "") or "", Scope.READ)


def require_proof(request: Request) -> None:
    """A token was made by who proved it. Raises ProofMissingError: a session that did not lately."""
    if request.auth is None and is_reauthentication_required(request._request, app=""):
        raise ProofMissingError
