"""Our own middleware: requests that cannot be stored, domain errors, the admin's content policy."""

from collections.abc import Callable
from http import HTTPStatus

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    QueryDict,
)
from django.shortcuts import render
from django.urls import reverse

from accounts.errors import AccountsError
from accounts.errors import NotFoundError as NoSuchAccountError
from config.keyset import BadCursorError
from config.views import problem_page
from counting.views import beacon
from exchange.selectors import new_address
from feed.errors import FeedError, NotAllowedError, NotFoundError

GetResponse = Callable[[HttpRequest], HttpResponse]

# One image of 10 MB with the form around it.
MAX_BODY_BYTES = 12_000_000
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
# The first kind that fits decides.
RAISED_FOR: tuple[tuple[type[Exception], type[Exception]], ...] = (
    (NotFoundError, Http404),
    (NoSuchAccountError, Http404),
    (NotAllowedError, PermissionDenied),
    (FeedError, BadRequest),
    (AccountsError, BadRequest),
    (BadCursorError, BadRequest),
)


def answer_beacons(get_response: GetResponse) -> GetResponse:
    """Answer a stranger's beacon at once: it needs no session, language, form token or content policy.

    First of all, since most requests of a busy site are beacons. Those of members go the long way, which knows them.
    """
    path = reverse("counting:beacon")

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info != path or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return get_response(request)
        request.user = AnonymousUser()
        response = beacon(request)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return middleware


def refuse_oversized(get_response: GetResponse) -> GetResponse:
    """Answer 413 to a body that is larger than any form or API call of ours needs."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > MAX_BODY_BYTES:
            return _too_large(request, limit_mb=MAX_BODY_BYTES // 1_000_000)
        return get_response(request)

    return middleware


def refuse_unstorable_text(get_response: GetResponse) -> GetResponse:
    """Answer 400 where an address or form holds NUL, which PostgreSQL cannot store, and 413 to a huge form."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            if _holds_nul(request):
                raise BadRequest("A NUL character cannot be stored.")
        except RequestDataTooBig:
            return _too_large(request, limit_mb=2.5)
        return get_response(request)

    return middleware


def _too_large(request: HttpRequest, *, limit_mb: float) -> HttpResponse:
    if request.path.startswith("/api/"):
        detail = f"A body has {limit_mb} MB at most."
        return problem_page(413, code="too_large", detail=detail)
    return render(request, "413.html", {"limit_mb": limit_mb}, status=413)


def _holds_nul(request: HttpRequest) -> bool:
    forms: list[QueryDict] = [request.GET]
    if request.method == "POST" and request.content_type in FORM_TYPES:
        forms.append(request.POST)
    return "\0" in request.path or any(
        "\0" in text for form in forms for key, values in form.lists() for text in (key, *values)
    )


def send_on_from_old_addresses(get_response: GetResponse) -> GetResponse:
    """Where nothing is here, look whether a post stood there on the site it came from; other pages cost nothing more.

    WordPress's short form, /?p=12, finds the front page and is asked about, too.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_asked = response.status_code == HTTPStatus.NOT_FOUND or (
            request.path == "/" and "p" in request.GET
        )
        if not is_asked or request.method not in ("GET", "HEAD"):
            return response
        target = new_address(request.get_full_path())
        return HttpResponsePermanentRedirect(target) if target else response

    return middleware


class DomainErrors:
    """Maps what services and doors raise to HTTP: the one place where pages learn a status from an error."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, error: Exception) -> None:
        """Re-raise as the exception that Django turns into 404, 403 or 400."""
        for kind, raised in RAISED_FOR:
            if isinstance(error, kind):
                raise raised(str(error)) from error


def admin_content_policy(get_response: GetResponse) -> GetResponse:
    """The admin's interface library evaluates expressions and sets styles; only there both are allowed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_update = {  # type: ignore[attr-defined]
                "script-src": [SELF, UNSAFE_EVAL],
                "style-src": [SELF, UNSAFE_INLINE],
            }
        return response

    return middleware
