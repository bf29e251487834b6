"""Errors of the API as RFC 9457 problems: the one place where programs learn a status from an error."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from config.keyset import BadCursorError
from feed.errors import FeedError, NotAllowedError, NotFoundError


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """An `application/problem+json` answer, or None for what is a bug of ours (500)."""
    response = exception_handler(_as_api_error(error), context)
    if response is None:
        return None
    status = HTTPStatus(response.status_code)
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
    }
    problem |= _details(response.data)
    response.data = problem
    response.content_type = "application/problem+json"
    return response


def _as_api_error(error: Exception) -> Exception:
    match error:
        case NotFoundError() | Http404():
            return exceptions.NotFound()
        case NotAllowedError():
            return exceptions.PermissionDenied(str(error))
        case PermissionDenied():
            return exceptions.PermissionDenied()
        case FeedError() | BadCursorError():
            return exceptions.ValidationError({"detail": str(error)})
        case _:
            return error


def _details(data: Any) -> dict[str, Any]:
    """`detail` and `code` of one error, or `errors` by field."""
    if isinstance(data, dict) and set(data) == {"detail"}:
        detail = data["detail"]
        return {"detail": str(detail), "code": getattr(detail, "code", "error")}
    return {"detail": "Some fields are wrong.", "code": "invalid", "errors": data}
