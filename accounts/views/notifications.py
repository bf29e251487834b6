"""What a member was told, how he wants to hear it, and the way out of every mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import selectors
from accounts.access import member_of, member_unsubscribing, notification_for
from accounts.delivery.keys import public_key
from accounts.forms.notifications import NotificationsForm, initial_of
from accounts.models import MailPace
from accounts.services.notifications import open_all, open_one
from accounts.services.preferences import change_wishes, set_mail_pace


@login_required
@never_cache
@require_safe
def list_notifications(request: HttpRequest) -> HttpResponse:
    """Looking changes nothing; what is read is marked by a button, or by following a notification."""
    page = selectors.notifications(member_of(request), cursor=request.GET.get("after"))
    return render(request, "accounts/notifications.html", {"page": page})


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    open_all(member_of(request))
    return redirect("accounts:notifications")


@login_required
@require_POST
def read_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as seen; with `go`, on to what it is about."""
    notification = notification_for(member_of(request), pk)
    open_one(notification)
    return redirect(notification.url if "go" in request.POST else "accounts:notifications")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_wishes(request: HttpRequest) -> HttpResponse:
    """Every kind on every channel; a refused form comes back filled in, with status 422."""
    member = member_of(request)
    initial = initial_of(member)
    if request.method != "POST":
        return _wishes_page(request, NotificationsForm(initial=initial))
    form = NotificationsForm(request.POST, initial=initial)
    if not form.is_valid():
        return _wishes_page(request, form, status=422)
    pace = MailPace(form.cleaned_data["mail_pace"])
    change_wishes(member, wishes=form.wishes(), mail_pace=pace)
    messages.success(request, _("Your settings are saved."))
    return redirect("accounts:notification-settings")


def _wishes_page(request: HttpRequest, form: NotificationsForm, status: int = 200) -> HttpResponse:
    has_address = selectors.has_confirmed_address(member_of(request))
    context = {"form": form, "has_confirmed_address": has_address, "push_key": public_key()}
    return render(request, "accounts/notification_settings.html", context, status=status)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop notifications by mail, without signing in.

    A GET only asks, because mail scanners follow every link. A POST needs no CSRF token: mail programs send it by
    themselves (RFC 8058), and whoever can, holds the signed link. It says the same however often it is sent.
    """
    member = member_unsubscribing(token)
    if request.method == "POST":
        is_daily = request.POST.get("pace") == MailPace.DAILY
        set_mail_pace(member, pace=MailPace.DAILY if is_daily else MailPace.NEVER)
    context = {"member": member, "is_done": request.method == "POST"}
    return render(request, "accounts/unsubscribe.html", context)
