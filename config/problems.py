"""Errors of the API as RFC 9457 problems: the one place where programs learn a status from an error."""

from math import ceil
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from accounts.api.problems import (
    PROBLEM_TYPE,
    PreconditionFailedError,
    ScopeTooSmallError,
    as_problem,
    too_large,
)
from accounts.errors import AccountsError, ImageRefusedError
from accounts.errors import NotFoundError as NoSuchAccountError
from config.keyset import BadCursorError
from feed.errors import (
    AutosaveConflictError,
    DailyLimitError,
    EditConflictError,
    FeedError,
    NotAllowedError,
    NotFoundError,
    NotPossibleError,
    SilencedError,
    TooMuchInTextError,
)
from moderation.errors import (
    ModerationError,
    NoSuchDeedError,
    NotYoursToDecideError,
    ReasonMissingError,
    ReasonNotOfferedError,
)
from sponsors.errors import SponsorsError, StaleVersionError


class ConflictError(exceptions.APIException):
    """The deed does not fit the state of the thing."""

    status_code = 409
    default_code = "not_possible"


class TooManyTodayError(exceptions.APIException):
    """The member's trust level allows no more of this in 24 hours; `wait` is set from the error."""

    status_code = 429
    default_code = "daily_limit"
    wait: int | None = None


# What services and doors raise, and what programs get; the first kind that fits decides.
RAISED_FOR: Final[tuple[tuple[type[Exception], type[exceptions.APIException], str], ...]] = (
    (NotFoundError, exceptions.NotFound, "not_found"),
    (NoSuchAccountError, exceptions.NotFound, "not_found"),
    (SilencedError, exceptions.PermissionDenied, "silenced"),
    (NotAllowedError, exceptions.PermissionDenied, "permission_denied"),
    (EditConflictError, PreconditionFailedError, "changed_meanwhile"),
    (AutosaveConflictError, PreconditionFailedError, "changed_meanwhile"),
    (DailyLimitError, TooManyTodayError, "daily_limit"),
    (TooMuchInTextError, exceptions.ValidationError, "too_much"),
    (NotPossibleError, ConflictError, "not_possible"),
    (FeedError, exceptions.ValidationError, "invalid"),
    (ImageRefusedError, exceptions.ValidationError, "image_refused"),
    (AccountsError, ConflictError, "not_possible"),
    (NotYoursToDecideError, exceptions.PermissionDenied, "permission_denied"),
    (NoSuchDeedError, exceptions.ValidationError, "unknown_deed"),
    (ReasonMissingError, exceptions.ValidationError, "reason_required"),
    (ReasonNotOfferedError, exceptions.ValidationError, "reason_not_offered"),
    (ModerationError, ConflictError, "not_possible"),
    (StaleVersionError, PreconditionFailedError, "changed_meanwhile"),
    (SponsorsError, ConflictError, "not_possible"),
    (BadCursorError, exceptions.ValidationError, "bad_cursor"),
)


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """An `application/problem+json` answer, or None for what is a bug of ours (500)."""
    known = _with_a_way_out(_as_api_error(too_large(error)), context["view"])
    response = exception_handler(known, context)
    if response is None or not isinstance(known, exceptions.APIException):
        return None
    response.data = as_problem(known)
    response.content_type = PROBLEM_TYPE
    if isinstance(known, ScopeTooSmallError):
        told = f'Bearer error="insufficient_scope", scope="{known.scope}"'
        response.headers["WWW-Authenticate"] = told
    return response


def _with_a_way_out(error: Exception, view: Any) -> Exception:
    """Where the framework only says what is wrong, the words say what to do, too."""
    told = ""
    if isinstance(error, exceptions.NotAuthenticated):
        told = "Send a token: Authorization: Bearer, then its key."
    elif isinstance(error, exceptions.UnsupportedMediaType):
        told = f"Send {' or '.join(each.media_type for each in view.parser_classes)}."
    if told and isinstance(error, exceptions.APIException):
        error.detail = exceptions.ErrorDetail(told, error.default_code)
    return error


def _as_api_error(error: Exception) -> Exception:
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    for kind, raised, code in RAISED_FOR:
        if isinstance(error, kind):
            answer = raised(str(error), code)
            if isinstance(error, DailyLimitError) and isinstance(answer, TooManyTodayError):
                answer.wait = ceil((error.again_at - timezone.now()).total_seconds())
            return answer
    return error
