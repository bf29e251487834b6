"""The shape of an error for programs: RFC 9457 problem details."""

from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from rest_framework import exceptions, status

PROBLEM_TYPE: Final = "application/problem+json"


class TooLargeError(exceptions.APIException):
    """The body is larger than any request of ours needs."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is too large."
    default_code = "too_large"


class UnsupportedKeyError(exceptions.APIException):
    """An Idempotency-Key that is no key, or belongs to another request."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "idempotency_key"


class PreconditionRequiredError(exceptions.APIException):
    """An edit must say which version it changes."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = "Send the ETag of what you read as If-Match, so that nobody's change is lost."
    default_code = "if_match_required"


class PreconditionFailedError(exceptions.APIException):
    """Somebody changed it since it was read; nothing was written."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = "It was changed since you read it. Read it again, then send your change."
    default_code = "changed_meanwhile"


class ScopeTooSmallError(exceptions.PermissionDenied):
    """The token is good, but does not open this."""

    default_code = "insufficient_scope"

    def __init__(self, scope: str) -> None:
        super().__init__(f"This token lacks the scope {scope}.")
        self.scope = scope


class ProofMissingError(exceptions.PermissionDenied):
    """A browser's session is not enough for this: whoever finds it open must still prove who he is."""

    default_code = "reauthentication_required"
    default_detail = "Prove who you are first, at /accounts/reauthenticate/, or send a token."


class SuspendedError(exceptions.PermissionDenied):
    """Moderators keep this member out; signing in on the site shows why."""

    default_code = "suspended"
    default_detail = "This account is suspended. Sign in on the site to read why, and to appeal."


def problem(status_code: int, *, code: str, detail: str = "", **more: Any) -> dict[str, Any]:
    """`type`, `title` and `status` as in RFC 9457; `code` is for programs, `detail` for people."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status_code).phrase,
        "status": status_code,
        "code": code,
    }
    return body | ({"detail": detail} if detail else {}) | more


def as_problem(error: exceptions.APIException) -> dict[str, Any]:
    """An error of the framework; a refused body lists what is wrong with which field."""
    if isinstance(error, exceptions.ValidationError):
        return _refusal(error)
    details = error.get_full_details()
    more = {"scope": error.scope} if isinstance(error, ScopeTooSmallError) else {}
    if not isinstance(details, dict) or not isinstance(details.get("message"), str):
        return problem(error.status_code, code=str(error.default_code), **more)
    return problem(
        error.status_code, code=str(details["code"]), detail=str(details["message"]), **more
    )


def too_large(error: Exception) -> Exception:
    """Django's word for a body that is too large, as ours."""
    return TooLargeError() if isinstance(error, RequestDataTooBig) else error


def _refusal(error: exceptions.ValidationError) -> dict[str, Any]:
    errors = list(_leaves(error.get_full_details(), ""))
    if len(errors) == 1 and not errors[0]["pointer"]:
        return problem(400, code=errors[0]["code"], detail=errors[0]["detail"])
    detail = "Some fields are wrong; errors says which, and why."
    return problem(400, code="invalid", detail=detail, errors=errors)


def _leaves(details: Any, pointer: str) -> Any:
    """Every error with the JSON pointer (RFC 6901) of its field; "" is the whole body."""
    if isinstance(details, dict) and isinstance(details.get("message"), str):
        yield {
            "pointer": pointer,
            "code": str(details["code"]),
            "detail": details["message"],
        }
        return
    pairs = details.items() if isinstance(details, dict) else enumerate(details)
    for name, below in pairs:
        is_place = isinstance(details, dict) and name not in ("non_field_errors", "__all__")
        inner = f"{pointer}/{_escaped(name)}" if is_place else pointer
        yield from _leaves(below, inner)


def _escaped(name: object) -> str:
    return str(name).replace("~", "~0").replace("/", "~1")
