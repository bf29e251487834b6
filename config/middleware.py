"""Our own middleware: requests that cannot be stored, domain errors, the admin's content policy."""

from collections.abc import Callable
from functools import cache
from http import HTTPStatus

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from csp.constants import HEADER, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    QueryDict,
)
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.errors import AccountsError
from accounts.errors import NotFoundError as NoSuchAccountError
from config.arriving import who_comes
from config.danger import ask_again
from config.keyset import BadCursorError
from config.prepared import question_of
from config.views import problem_page
from exchange.selectors import new_address
from feed.errors import FeedError, NotAllowedError, NotFoundError, SilencedError
from feed.selectors.site import site_settings
from moderation.views.sanctions import show_silence, show_suspension

GetResponse = Callable[[HttpRequest], HttpResponse]

# One image of 10 MB with the form around it.
MAX_BODY_BYTES = 12_000_000
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
# What no page of ours, and no frame in it, ever asks for; passkeys are ours alone.
PERMISSIONS = (
    "accelerometer=(), bluetooth=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), publickey-credentials-get=(self), serial=(), usb=(), xr-spatial-tracking=()"
)
# Recovery codes alone are no second factor.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# Pages that show what is the member's alone: no browser keeps them, so that the next who sits there does not find them.
OWN_PAGES = (
    "/accounts/",
    "/admin/",
    "/bookmarks/",
    "/decisions/",
    "/moderation/sanction/",
    "/notifications/",
    "/oauth/",
    "/settings/",
    "/sponsors/desk/",
    "/sponsors/flights/",
    "/sponsors/creatives/",
    "/sponsors/invoices/",
    "/write/",
)
# What suspended members still reach: why, how to appeal, their data, the way out, how pages look and speak, and what those ask for by themselves.
OPEN_TO_SUSPENDED = frozenset(
    {
        "moderation:decision", "moderation:appeal", "moderation:say", "moderation:sanction", "moderation:log", "moderation:log-feed",
        "accounts:data", "accounts:export", "accounts:export-download", "accounts:export-delete",
        "accounts:leave", "accounts:stay", "accounts:theme", "accounts:unsubscribe",
        "account_logout", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "set_language",
        "manifest", "worker", "offline", "counting:beacon", "health", "ready", "metrics", "django.views.static.serve",
    }
)  # fmt: skip
# Where the library of content policies finds what an answer has of its own.
OWN_POLICY = frozenset(
    {"_csp_nonce"}.union(
        *({f"_csp_{what}", f"_csp_{what}_ro"} for what in ("exempt", "config", "update", "replace"))
    )
)
# The first kind that fits decides.
RAISED_FOR: tuple[tuple[type[Exception], type[Exception]], ...] = (
    (NotFoundError, Http404),
    (NoSuchAccountError, Http404),
    (NotAllowedError, PermissionDenied),
    (FeedError, BadRequest),
    (AccountsError, BadRequest),
    (BadCursorError, BadRequest),
)


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


class KnowWhoComes(AuthenticationMiddleware):
    """Django's, which decides who is signed in; the row of who is was read with the session (config.arriving)."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: who_comes(request))  # type: ignore[assignment]

    def process_view(
        self, request: HttpRequest, view: object, _places: object, named: dict[str, object]
    ) -> None:
        """Before anybody asks who it is, so that what the view will ask of the member comes along."""
        request.session.ahead = question_of(view, named)  # type: ignore[attr-defined]


class Languages(LocaleMiddleware):
    """Django's, for a site whose addresses hold no language, so that none is looked for in them."""

    def process_request(self, request: HttpRequest) -> None:
        translation.activate(translation.get_language_from_request(request))
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(
        self, _request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


def _is_staff_in_admin(request: HttpRequest) -> bool:
    user = request.user
    return request.path.startswith("/admin/") and user.is_authenticated and user.is_staff


class AskAgain:
    """Asks the staff once more who they are before what config.danger names."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Members and strangers are turned away by the admin itself."""
        return ask_again(request) if _is_staff_in_admin(request) else None

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        """A form that went on after the question, and came back with errors, is sent to its own page again."""
        asked = str(request.resolver_match and request.resolver_match.view_name)
        is_resumed = asked.endswith("reauthenticate") and request.path.startswith("/admin/")
        if is_resumed and response.context_data is not None:
            response.context_data["form_url"] = request.path
        return response


class DomainErrors:
    """Maps what services and doors raise to HTTP: the one place where pages learn a status from an error."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Re-raise as the exception that Django turns into 404, 403 or 400; tell who may not write why."""
        if isinstance(error, SilencedError) and request.user.is_authenticated:
            return show_silence(request, error)
        for kind, raised in RAISED_FOR:
            if isinstance(error, kind):
                raise raised(str(error)) from error
        return None


class KeepSuspendedOut:
    """Shows suspended members why, and lets them reach only what concerns that, and their own data."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """The page in place of the view; programs are told by accounts.api.authentication.

        Who has no session is asked nothing, so that pages for strangers stay the same for all.
        """
        match = request.resolver_match
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith("/api/"):
            return None
        if (match and match.view_name in OPEN_TO_SUSPENDED) or not request.user.is_authenticated:
            return None
        return show_suspension(request) if request.user.is_suspended else None


class AskStaffForSecondFactor:
    """Leads staff without an app or passkey to set one up before the admin opens, where the site asks for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Only the admin asks; the rest of the site is open to staff as to any member."""
        if not _is_staff_in_admin(request) or not site_settings().staff_needs_second_factor:
            return None
        if is_mfa_enabled(request.user, FACTORS):
            return None
        text = _("The staff of this site signs in with a second factor. Set one up, then go on.")
        messages.warning(request, text)
        return redirect("mfa_index")


def keep_to_oneself(get_response: GetResponse) -> GetResponse:
    """What is answered to a session belongs to it, unless the view says otherwise; no page is lent the camera, or the like."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and "Cache-Control" not in response:
            is_own = request.path.startswith(OWN_PAGES)
            patch_cache_control(response, private=True, **({"no_store": True} if is_own else {}))
        response.headers["Permissions-Policy"] = PERMISSIONS
        return response

    return middleware


class ContentPolicy(CSPMiddleware):
    """The library builds the header for each answer, though most have the usual one; that is built once."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        has_usual = OWN_POLICY.isdisjoint(vars(response)) and OWN_POLICY.isdisjoint(vars(request))
        if not has_usual or HEADER in response:
            return super().process_response(request, response)
        response.headers[HEADER] = _usual_policy()
        return response


@cache
def _usual_policy() -> str:
    return build_policy()


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
