"""One's data: to take along, or to take away."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import selectors
from accounts.access import export_for, member_of
from accounts.forms.leaving import LeavingForm
from accounts.models import Manner
from accounts.services import exporting, leaving


@login_required
@never_cache
@require_safe
def show_data(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/data.html", {"data": selectors.own_data(member_of(request))})


@login_required
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def request_export(request: HttpRequest) -> HttpResponse:
    exporting.request_export(member_of(request))
    return redirect("accounts:data")


@login_required
@never_cache
@require_safe
@reauthentication_required  # type: ignore[untyped-decorator]
def download_export(request: HttpRequest) -> FileResponse:
    """All that the site holds of a member: whoever finds an open browser must still prove who he is."""
    export = export_for(member_of(request))
    return FileResponse(export.file.open("rb"), as_attachment=True, filename="my-data.zip")


@login_required
@require_POST
def forget_export(request: HttpRequest) -> HttpResponse:
    exporting.forget_export(export_for(member_of(request)))
    return redirect("accounts:data")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]
def leave(request: HttpRequest) -> HttpResponse:
    """Choose how to go; nothing is erased before the grace is over."""
    form = LeavingForm(request.POST or None)
    if request.method != "POST":
        return render(request, "accounts/leave.html", {"form": form, "grace": leaving.GRACE})
    if not form.is_valid():
        context = {"form": form, "grace": leaving.GRACE}
        return render(request, "accounts/leave.html", context, status=422)
    leaving.ask_to_leave(member_of(request), manner=Manner(form.cleaned_data["manner"]))
    return redirect("accounts:data")


@login_required
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    if leaving.stay(member_of(request)):
        messages.success(request, _("Good that you stay. Nothing will be deleted."))
    return redirect("accounts:data")
