"""What members see in place of what a sanction keeps them from."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import member_of
from feed.errors import SilencedError
from moderation.selectors.statements import standing_sanctions


@never_cache
@login_required
@require_safe
def standing(request: HttpRequest) -> HttpResponse:
    """To the decision that limits the member now, or to the front page if none does."""
    found = standing_sanctions(member_of(request))
    return redirect("moderation:decision", pk=found[0].pk) if found else redirect("feed:latest")


def show_suspension(request: HttpRequest) -> HttpResponse:
    """Status 403: until when, why, and what can be done."""
    member = member_of(request)
    context = {"member": member, "sanctions": standing_sanctions(member)}
    return _private(render(request, "moderation/suspended.html", context, status=403))


def show_silence(request: HttpRequest, error: SilencedError) -> HttpResponse:
    """Status 403: until when, why, and what was typed, to be copied."""
    context = {
        "message": str(error),
        "body": request.POST.get("body", ""),
        "sanctions": standing_sanctions(member_of(request)),
    }
    return _private(render(request, "moderation/silenced.html", context, status=403))


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response
