"""What was decided about a member, and why."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import member_of
from moderation import access


@never_cache
@login_required
@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The statement of reasons, for the member concerned and for moderators."""
    found = access.decision_for(member_of(request), pk)
    return render(request, "moderation/decision.html", {"decision": found})
