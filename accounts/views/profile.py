"""The page where a member changes what the site knows of him."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.forms.profile import SettingsForm, initial_of
from accounts.language import remember_language
from accounts.models import User
from accounts.services.profiles import change_profile


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_settings(request: HttpRequest) -> HttpResponse:
    """Profile and language; a refused form comes back filled in, with status 422."""
    member = cast("User", request.user)
    if request.method != "POST":
        return render(
            request, "accounts/settings.html", {"form": SettingsForm(initial=initial_of(member))}
        )
    form = SettingsForm(request.POST, request.FILES, initial=initial_of(member))
    if not form.is_valid():
        return render(request, "accounts/settings.html", {"form": form}, status=422)
    member = change_profile(member, profile=form.profile())
    with translation.override(member.language or translation.get_language()):
        messages.success(request, _("Your settings are saved."))
    response = redirect("accounts:settings")
    remember_language(response, member.language)
    return response
