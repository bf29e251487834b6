"""Telling moderators that something is wrong."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import member_of
from feed.errors import NotAllowedError, NotFoundError
from moderation import access
from moderation.forms import ReportForm
from moderation.models import SubjectKind
from moderation.services import reporting


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Ask what is wrong, then keep the complaint; a refused form comes back filled in, with status 422."""
    try:
        subject = access.reportable_for(member_of(request), SubjectKind(kind), pk)
    except NotFoundError:
        text = _("It is no longer here: its author or a moderator has taken it away already.")
        return _refused(request, text, status=404)
    except NotAllowedError:
        return _refused(request, _("This is your own. You can change or delete it."), status=403)
    form = ReportForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "subject": subject}
        status = 422 if request.method == "POST" else 200
        return render(request, "moderation/report.html", context, status=status)
    _made, is_new = reporting.report(
        reporter=member_of(request), subject=subject, **form.cleaned_data
    )
    messages.success(
        request,
        _("Thank you. Moderators will look at it.")
        if is_new
        else _("You have reported this already; moderators will look at it."),
    )
    return redirect(access.address_after(member_of(request), subject))


def _refused(request: HttpRequest, message: str, *, status: int) -> HttpResponse:
    return render(request, "moderation/report_refused.html", {"message": message}, status=status)
