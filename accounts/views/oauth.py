"""Letting apps of others in: the page that asks, and the page where a member sees and shuts out."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from csp.constants import SELF
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from oauth2_provider.http import OAuth2ResponseRedirect
from oauth2_provider.models import Application
from oauth2_provider.views import (
    AuthorizationView,
    OAuthServerMetadataView,
    RevokeTokenView,
    TokenView,
)

from accounts import selectors
from accounts.access import app_for, member_of, own_app_for
from accounts.api.limits import spend_at_door
from accounts.errors import TooManyAppsError
from accounts.forms.oauth_apps import AppForm
from accounts.services import oauth_apps
from config.http import client_address


class ConsentView(AuthorizationView):  # type: ignore[misc]
    """Asks a member whether an app may act for him, and within which scopes.

    Whoever finds an open browser must still prove who he is, before the page is shown: an app is let in for months. What sends
    him back to an app that is in already shows no page, and does not ask.
    """

    template_name = "accounts/consent.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise_if_reauthentication_required(request, app="")
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Browsers apply `form-action` to where a form's answer leads, too: here back to the app."""
        if "error" not in context:
            raise_if_reauthentication_required(self.request, app="")
        response: HttpResponse = super().render_to_response(context, **kwargs)
        parts = urlsplit(str(context.get("redirect_uri") or ""))
        if parts.scheme:
            back = f"{parts.scheme}://{parts.netloc}" if parts.hostname else f"{parts.scheme}:"
            response._csp_update = {"form-action": [SELF, back]}  # type: ignore[attr-defined]
        return response

    def redirect(self, redirect_to: str, application: Application | None) -> HttpResponse:
        """Back to the app: by the schemes that it registered, of which one may be its own.

        What it asked for wrongly is told it before the library has looked it up.
        """
        app = application or selectors.app_called(self.request.GET.get("client_id", ""))
        own = str(app.redirect_uris).split() if app else []
        schemes = {urlsplit(each).scheme for each in own}
        back: HttpResponse = OAuth2ResponseRedirect(redirect_to, schemes)
        return back


def counted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What gives and takes tokens, so often for each address; the refusal is an OAuth error (RFC 6749, 5.2)."""

    @csrf_exempt
    @never_cache
    def at_door(request: HttpRequest) -> HttpResponse:
        seconds = spend_at_door(client_address(request))
        if not seconds:
            return view(request)
        told = {"error": "temporarily_unavailable", "error_description": "Too many requests."}
        return JsonResponse(told, status=429, headers={"Retry-After": str(seconds)})

    return at_door


token = counted(TokenView.as_view())
revoke = counted(RevokeTokenView.as_view())
consent = never_cache(login_required(ConsentView.as_view()))
server_metadata = never_cache(OAuthServerMetadataView.as_view())


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def list_apps(request: HttpRequest) -> HttpResponse:
    """The apps that a member let in, those that he made, and the form that registers one."""
    if request.method != "POST":
        return _page(request, AppForm())
    form = AppForm(request.POST)
    if form.is_valid():
        try:
            app, secret = oauth_apps.register_app(member=member_of(request), terms=form.terms())
        except TooManyAppsError as error:
            form.add_error(None, str(error))
        else:
            return _page(request, AppForm(), made=app, secret=secret, status=201)
    return _page(request, form, status=422)


@login_required
@require_POST
def shut_out(request: HttpRequest, pk: int) -> HttpResponse:
    oauth_apps.revoke_access(member=member_of(request), app=app_for(member_of(request), pk))
    messages.success(request, _("The app is shut out."))
    return redirect("accounts:apps")


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    oauth_apps.remove_app(own_app_for(member_of(request), pk))
    messages.success(request, _("The app is removed; nobody can use it any more."))
    return redirect("accounts:apps")


def _page(request: HttpRequest, form: AppForm, *, status: int = 200, **made: Any) -> HttpResponse:
    member = member_of(request)
    context = {
        "form": form,
        "let_in": selectors.apps_let_in(member),
        "own": selectors.own_apps(member),
        **made,
    }
    return render(request, "accounts/apps.html", context, status=status)
