"""Inviting others, and following an invitation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import selectors
from accounts.access import member_of
from accounts.errors import InvitationRefusedError
from accounts.forms.sign_up import INVITATION
from accounts.services import signing_up


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """Whom one has invited, and who came; a button makes another invitation."""
    member = member_of(request)
    if request.method == "POST":
        try:
            signing_up.invite(member)
        except InvitationRefusedError as error:
            messages.error(request, str(error))
        return redirect("accounts:invitations")
    rows = [
        (each, request.build_absolute_uri(reverse("accounts:join", args=[each.code])))
        for each in selectors.invitations_of(member)
    ]
    context = {
        "rows": rows,
        "may_invite": signing_up.may_invite(member),
        "inviter": selectors.inviter_of(member),
    }
    return render(request, "accounts/invitations.html", context)


@never_cache
@require_safe
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Remember an invitation until the form is sent; one that does not count any more is told so."""
    found = signing_up.invitation_for(code)
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=410)
    request.session[INVITATION] = code
    return redirect("account_signup")
