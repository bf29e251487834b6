"""When PostgreSQL is gone: a calm page that says when to come back and holds what was typed, instead of a 500."""

import sys
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.views.defaults import server_error

RETRY_AFTER_SECONDS: Final = 30
# Fields that are not given back: what a page should never hold.
SECRETS: Final = ("password", "code", "otp", "credential")


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler for an unexpected error: 503 where the database is the reason, 500 otherwise.

    Here and not in a middleware, so that an error in any middleware comes here too.
    """
    is_for_programs = request.path.startswith("/api/")
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _bug() if is_for_programs else server_error(request)
    response = _problem() if is_for_programs else _page(request)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _bug() -> HttpResponse:
    problem = {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "code": "internal_error",
        "detail": "This is an error of ours. It has been noted down.",
    }
    return JsonResponse(problem, status=500, content_type="application/problem+json")


def _problem() -> HttpResponse:
    problem = {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": 503,
        "code": "unavailable",
        "detail": f"Nothing was changed. Try again in {RETRY_AFTER_SECONDS} seconds.",
    }
    return JsonResponse(problem, status=503, content_type="application/problem+json")


def _page(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the session or the database; a form that was sent can be sent again from it."""
    typed = _typed(request) if request.method == "POST" else []
    context = {"path": request.get_full_path(), "typed": typed, "is_form": request.method == "POST"}
    context["had_files"] = bool(request.method == "POST" and request.FILES)
    return HttpResponse(loader.get_template("503.html").render(context), status=503)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values in the order of the form, the token among them; nothing secret."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in SECRETS)
        for value in values
    ]
