"""The devices on which a member is signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import member_of, session_for


@login_required
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one device out, from its next request on."""
    session_for(member_of(request), pk).end()
    messages.success(request, _("This device is signed out."))
    return redirect("usersessions_list")
