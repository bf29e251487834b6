"""What readers may know of sponsors, and do about them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import member_of
from sponsors.access import sponsor_for
from sponsors.errors import NoSuchClickError
from sponsors.selectors.explaining import explain
from sponsors.selectors.hidden import hidden_by
from sponsors.selectors.library import library
from sponsors.services.hiding import hide_sponsor, show_sponsor


@never_cache
@require_safe
def show_library(request: HttpRequest) -> HttpResponse:
    """All creatives that run now, with who pays for them."""
    hidden = hidden_by(member_of(request)) if request.user.is_authenticated else frozenset()
    context = {"shown": library(now=timezone.now()), "hidden": hidden}
    return render(request, "sponsors/library.html", context)


@never_cache
@require_safe
def why(request: HttpRequest, token: str) -> HttpResponse:
    """Who paid for what a reader sees, and why it is shown there."""
    try:
        explanation = explain(token)
    except NoSuchClickError as error:
        raise Http404 from error
    return render(request, "sponsors/why.html", {"explanation": explanation})


@never_cache
@require_POST
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a sponsor: for a member here, for others in their browser, by static/js/beacon.js."""
    sponsor = sponsor_for(pk)
    if request.user.is_authenticated:
        hide_sponsor(sponsor, member=member_of(request))
    messages.success(
        request, _("You will not see %(sponsor)s any more.") % {"sponsor": sponsor.name}
    )
    return redirect("sponsors:library")


@never_cache
@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo hiding."""
    sponsor = sponsor_for(pk)
    if request.user.is_authenticated:
        show_sponsor(sponsor, member=member_of(request))
    messages.success(request, _("You may see %(sponsor)s again.") % {"sponsor": sponsor.name})
    return redirect("sponsors:library")
