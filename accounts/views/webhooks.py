"""The pages where a member makes webhooks, and sees what was sent to them."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import selectors
from accounts.access import delivery_for, member_of, webhook_for
from accounts.errors import TooManyWebhooksError
from accounts.forms.webhooks import WebhookForm
from accounts.services import webhooks


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def list_webhooks(request: HttpRequest) -> HttpResponse:
    """All of a member's webhooks, and the form that makes one."""
    member = member_of(request)
    form = WebhookForm(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        try:
            made = webhooks.make_webhook(member=member, terms=form.terms())
        except TooManyWebhooksError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The webhook is made. Try it."))
            return redirect("accounts:webhook", pk=made.pk)
    context = {"form": form, "webhooks": selectors.webhooks(member)}
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/webhooks.html", context, status=status)


@login_required
@never_cache
@require_safe
def show_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Its secret, and the log of what was sent."""
    webhook = webhook_for(member_of(request), pk)
    page = selectors.deliveries(webhook, cursor=request.GET.get("after"))
    return render(request, "accounts/webhook.html", {"webhook": webhook, "page": page})


@login_required
@require_POST
def try_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    webhook = webhook_for(member_of(request), pk)
    webhooks.ping(webhook)
    messages.success(request, _("A try is on its way. Reload this page to see what came of it."))
    return redirect("accounts:webhook", pk=webhook.pk)


@login_required
@require_POST
def switch_on(request: HttpRequest, pk: int) -> HttpResponse:
    webhook = webhook_for(member_of(request), pk)
    webhooks.switch_on(webhook)
    messages.success(request, _("The webhook is switched on again."))
    return redirect("accounts:webhook", pk=webhook.pk)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    webhooks.remove_webhook(webhook_for(member_of(request), pk))
    messages.success(request, _("The webhook is removed."))
    return redirect("accounts:webhooks")


@login_required
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = delivery_for(member_of(request), pk)
    webhooks.send_again(delivery)
    messages.success(request, _("It is sent again."))
    return redirect("accounts:webhook", pk=delivery.webhook_id)
