"""When PostgreSQL is gone, the disk is full or the object store away: a calm page that says what to do and holds what was typed, not a 500."""

import errno
import logging
import sys
from typing import Any, Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from config.bucket import StoreAwayError

RETRY_AFTER_SECONDS: Final = 30
# Fields that are not given back: what a page should never hold.
SECRETS: Final = ("password", "code", "otp", "credential")
# No room, no share of it left, a limit of the process, a disk that the system has closed for writing.
FULL: Final = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS))

BUG: Final = {
    "title": "Internal Server Error",
    "status": 500,
    "code": "internal_error",
    "detail": "This is an error of ours. It has been noted down.",
}
AWAY: Final = {
    "title": "Service Unavailable",
    "status": 503,
    "code": "unavailable",
    "detail": f"Nothing was changed. Try again in {RETRY_AFTER_SECONDS} seconds.",
}
NO_ROOM: Final = {
    "title": "Service Unavailable",
    "status": 503,
    "code": "no_room",
    "detail": "Files cannot be stored at the moment. Nothing was changed; texts without files can be sent.",
}

logger = logging.getLogger(__name__)


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler for an unexpected error: 503 where the database is the reason, 507 where the disk or the object store is, else 500.

    Here and not in a middleware, so that an error in any middleware comes here too.
    """
    error = sys.exc_info()[1]
    is_for_programs = request.path.startswith("/api/")
    if isinstance(error, OperationalError | InterfaceError):
        response = _problem(AWAY) if is_for_programs else _page(request, "503.html", 503)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    elif isinstance(error, StoreAwayError) or (isinstance(error, OSError) and error.errno in FULL):
        logger.error("A file cannot be stored: %s", error.strerror or error)
        response = _problem(NO_ROOM) if is_for_programs else _no_room(request)
    else:
        return _problem(BUG) if is_for_programs else server_error(request)
    response["Cache-Control"] = "no-store"
    return response


def _no_room(request: HttpRequest) -> HttpResponse:
    """A page; one sentence for a script of ours that sent a file."""
    if request.headers.get("Sec-Fetch-Dest") != "empty":
        return _page(request, "507.html", 507)
    text = _("Files cannot be stored at the moment; whoever runs the site has been told. Text can be.")  # fmt: skip
    return JsonResponse({"error": text}, status=507)


def _problem(told: dict[str, Any]) -> HttpResponse:
    body = {"type": "about:blank"} | told
    return JsonResponse(body, status=told["status"], content_type="application/problem+json")


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """Asks nothing of the session or the database; a form that was sent can be sent again from it."""
    typed = _typed(request) if request.method == "POST" else []
    context = {"path": request.get_full_path(), "typed": typed, "is_form": request.method == "POST"}
    context["had_files"] = bool(request.method == "POST" and request.FILES)
    return HttpResponse(loader.get_template(template).render(context), status=status)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values in the order of the form, the token among them; nothing secret."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in SECRETS)
        for value in values
    ]
