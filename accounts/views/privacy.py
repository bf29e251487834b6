"""What others see of a member, and who is kept at a distance."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import selectors
from accounts.access import member_named, member_of
from accounts.forms.privacy import PrivacyForm
from accounts.services import blocking
from accounts.services.profiles import change_privacy


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_privacy(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    if request.method != "POST":
        form = PrivacyForm(initial={"shows_reactions": member.shows_reactions})
        blocks = selectors.blocks(member, cursor=request.GET.get("after"))
        return render(request, "accounts/privacy.html", {"form": form, "page": blocks})
    form = PrivacyForm(request.POST)
    form.full_clean()
    change_privacy(member, shows_reactions=form.cleaned_data["shows_reactions"])
    messages.success(request, _("Your settings are saved."))
    return redirect("accounts:privacy")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: HttpRequest, username: str) -> HttpResponse:
    """Ask, then keep a member at a distance."""
    other = member_named(username)
    if request.method != "POST":
        return render(request, "accounts/block.html", {"other": other})
    blocking.block(member_of(request), other=other)
    messages.success(request, _("%(name)s is blocked.") % {"name": other.name})
    return redirect("accounts:privacy")


@login_required
@require_http_methods(["POST"])
def unblock(request: HttpRequest, username: str) -> HttpResponse:
    other = member_named(username)
    if blocking.unblock(member_of(request), other=other):
        messages.success(request, _("%(name)s is no longer blocked.") % {"name": other.name})
    return redirect("accounts:privacy")
