"""The buttons to follow and to mute."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import member_of
from accounts.errors import FollowRefusedError
from feed import access
from feed.errors import NotPossibleError
from feed.selectors.choices import Subject, choice_about
from feed.services.following import set_following
from feed.services.muting import set_muted
from feed.views.parts import part, wants_part

# What a button asks for, and what is said where the page is loaded anew.
DEEDS: Final = {
    "follow": (set_following, True),
    "unfollow": (set_following, False),
    "mute": (set_muted, True),
    "unmute": (set_muted, False),
}


@require_POST
def choose_member(request: HttpRequest, username: str) -> HttpResponse:
    return _choose(request, access.member_named(username))


@require_POST
def choose_category(request: HttpRequest, slug: str) -> HttpResponse:
    return _choose(request, access.category_named(slug))


@require_POST
def choose_tag(request: HttpRequest, slug: str) -> HttpResponse:
    return _choose(request, access.tag_named(slug))


def _choose(request: HttpRequest, subject: Subject) -> HttpResponse:
    """Do what the button says; sent twice, it does no harm."""
    if not request.user.is_authenticated:
        return redirect_to_login(subject.get_absolute_url())
    deed = request.POST.get("choice", "")
    if deed not in DEEDS:
        raise NotPossibleError(_("There is no such choice."))
    do, is_on = DEEDS[deed]
    try:
        do(member_of(request), subject=subject, is_on=is_on)
    except FollowRefusedError as error:
        raise NotPossibleError(str(error)) from error
    if wants_part(request):
        choice = choice_about(subject, visitor=request.user)
        context = {"choice": choice, "next": _next(request), "has_name": "has_name" in request.POST}
        return part(request, "feed/_choice.html", context)
    messages.success(request, _said(deed, subject.name))
    return redirect(_next(request) or subject.get_absolute_url())


def _said(deed: str, name: str) -> str:
    said = {
        "follow": _("You follow %(name)s now. What is new stands under Following."),
        "unfollow": _("You no longer follow %(name)s."),
        "mute": _("You have muted %(name)s. Your feed settings list what is muted."),
        "unmute": _("%(name)s is no longer muted."),
    }
    return said[deed] % {"name": name}


def _next(request: HttpRequest) -> str:
    """The page that the button stood on, if it is one of ours."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if is_ours else ""
