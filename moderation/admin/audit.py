"""Who of the staff did what; for administrators."""

from datetime import datetime

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import member_of
from moderation.selectors.audit import SHOWN, staff_acts


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """A page of acts; `before` that is no instant is left out."""
    if not member_of(request).is_superuser:
        raise PermissionDenied
    username = request.GET.get("who", "")[:30]
    acts = staff_acts(before=_instant(request.GET.get("before", "")), username=username)
    context = {
        **admin.site.each_context(request),
        "title": _("What the staff did"),
        "acts": acts,
        "who": username,
        "next": acts[-1].at.isoformat() if len(acts) == SHOWN else "",
    }
    return TemplateResponse(request, "admin/moderation/audit.html", context)


def _instant(typed: str) -> datetime | None:
    try:
        found = parse_datetime(typed)
    except ValueError:
        return None
    return found if found and found.tzinfo else None
