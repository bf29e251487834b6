"""The pages where a member changes what the site knows of him, and how it looks to him."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import member_of
from accounts.forms import profile, reading
from accounts.models import Theme
from accounts.remembering import remember_language, remember_text_size, remember_theme
from accounts.returning import local_path
from accounts.services.profiles import change_profile, change_reading, change_theme


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_profile(request: HttpRequest) -> HttpResponse:
    """The profile; a refused form comes back filled in, with status 422."""
    member = member_of(request)
    initial = profile.initial_of(member)
    if request.method != "POST":
        form = profile.ProfileForm(initial=initial)
        return render(request, "accounts/settings.html", {"form": form})
    form = profile.ProfileForm(request.POST, request.FILES, initial=initial)
    form.member = member
    if not form.is_valid():
        return render(request, "accounts/settings.html", {"form": form}, status=422)
    change_profile(member, profile=form.profile())
    messages.success(request, _("Your settings are saved."))
    return redirect("accounts:settings")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_reading(request: HttpRequest) -> HttpResponse:
    """Language, clock and looks, which this browser remembers too."""
    member = member_of(request)
    initial = reading.initial_of(member)
    if request.method != "POST":
        form = reading.ReadingForm(initial=initial)
        return render(request, "accounts/reading.html", {"form": form})
    form = reading.ReadingForm(request.POST, initial=initial)
    if not form.is_valid():
        return render(request, "accounts/reading.html", {"form": form}, status=422)
    change_reading(member, reading=form.reading())
    with translation.override(member.language or translation.get_language()):
        messages.success(request, _("Your settings are saved."))
    response = redirect("accounts:reading")
    remember_language(response, member.language)
    remember_theme(response, member.theme)
    remember_text_size(response, member.text_size)
    return response


@login_required
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """The button in the masthead, without a script; with one it is sent behind the scenes."""
    theme = request.POST.get("theme", "")
    if theme not in Theme:
        raise BadRequest(_("Choose light or dark."))
    change_theme(member_of(request), theme=Theme(theme))
    response = redirect(local_path(request, request.POST.get("next", "")))
    remember_theme(response, theme)
    return response
