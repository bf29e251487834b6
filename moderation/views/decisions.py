"""What was decided about a member, and why; and what the member answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import member_of
from moderation import access
from moderation.errors import AppealClosedError, AppealRefusedError
from moderation.forms import AppealForm
from moderation.models import Decision
from moderation.selectors.statements import statement_of
from moderation.services import appealing


@never_cache
@login_required
@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The statement of reasons, for the member concerned and for moderators."""
    found = access.decision_for(member_of(request), pk)
    return _page(request, found, AppealForm())


@never_cache
@login_required
@require_POST
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that another moderator looks again."""
    found = access.own_decision_for(member_of(request), pk)
    form = AppealForm(request.POST)
    if form.is_valid():
        try:
            appealing.open_appeal(found, member=member_of(request), **form.cleaned_data)
        except AppealRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. Another moderator will look at it."))
            return redirect("moderation:decision", pk=pk)
    return _page(request, found, form, status=422)


@never_cache
@login_required
@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """Say more in the dialogue about one's own appeal."""
    found = access.own_appeal_for(member_of(request), pk)
    form = AppealForm(request.POST)
    if form.is_valid():
        try:
            appealing.add_message(found, author=member_of(request), **form.cleaned_data)
        except (AppealClosedError, AppealRefusedError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your message is added."))
            return redirect("moderation:decision", pk=pk)
    return _page(request, found.decision, form, status=422)


def _page(
    request: HttpRequest, found: Decision, form: AppealForm, *, status: int = 200
) -> HttpResponse:
    member = member_of(request)
    context = {
        "statement": statement_of(found, reader=member),
        "objection": appealing.objection_to_appeal(found, member=member),
        "form": form,
    }
    return render(request, "moderation/decision.html", context, status=status)
