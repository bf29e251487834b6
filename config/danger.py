"""What in the admin asks once more who it is: who finds an open browser changes neither rights nor rules with it.

Everything else that the staff does can be taken back exactly, so nothing else asks.
"""

from typing import Final

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import (
    is_reauthentication_required,
    suspend_request,
)
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

# What decides about everybody: each page of these models that writes.
RULES: Final = frozenset(
    {
        "accounts_signupblock", "accounts_signuppolicy", "accounts_trustrule", "auth_group",
        "feed_sitesettings", "feed_spammodel", "feed_writtenrule",
        "moderation_decisionreason", "moderation_reportreason", "sponsors_sponsoringpolicy",
    }
)  # fmt: skip
# Where administrators hand out rights: to a member, and to a section's moderators.
RIGHTS: Final = frozenset({"accounts_user", "feed_category"})
# What shuts somebody out.
DEEDS: Final = frozenset({"suspend"})
# The two pages that decide about cases of every kind.
DESKS: Final = frozenset({"moderation-queue", "moderation-run"})
# As many as one may be wrong about at once in a list; what is decided together shows all that it touches first.
MOST_AT_ONCE: Final = 10


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """The way to prove who it is, after which the same form goes on; None where nothing dangerous is asked.

    Who has neither a password nor a second factor here cannot be asked: another site vouches for him.
    """
    if request.method != "POST" or not _is_dangerous(request):
        return None
    if not is_reauthentication_required(request, app=""):
        return None
    way = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
    suspend_request(request, way)
    # The library goes on with the form only where the address to come back to has no query; it keeps that with the form.
    return HttpResponseRedirect(f"{way}?{urlencode({REDIRECT_FIELD_NAME: request.path})}")


def _is_dangerous(request: HttpRequest) -> bool:
    from moderation.admin.forms import BUTTON  # the desk is there by now (config.desk)

    name = str(request.resolver_match and request.resolver_match.url_name)
    model, _separator, page = name.rpartition("_")
    if name in DESKS:
        return request.POST.get("deed") in DEEDS
    if page == "changelist" and (request.POST.get("action") in DEEDS or _is_many(request)):
        return True
    is_grant = model in RIGHTS and request.user.is_authenticated and request.user.is_superuser
    return model in RULES or is_grant or any(f"{BUTTON}{deed}" in request.POST for deed in DEEDS)


def _is_many(request: HttpRequest) -> bool:
    selected = request.POST.getlist(ACTION_CHECKBOX_NAME)
    return len(selected) > MOST_AT_ONCE or request.POST.get("select_across") == "1"
