"""The moderators' work, for everybody."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.freshness import kept, shows
from moderation.models import DECISIONS_SHOWN, Reason, Verb
from moderation.selectors.public_log import public_log


@kept(query=("after", "verb", "reason"))
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Decisions, newest first; a filter that is no choice of ours is left out."""
    shows(request, DECISIONS_SHOWN)
    verb, reason = request.GET.get("verb", ""), request.GET.get("reason", "")
    verb = verb if verb in Verb.values else ""
    reason = reason if reason in Reason.values else ""
    context = {
        "page": public_log(verb=verb, reason=reason, cursor=request.GET.get("after") or None),
        "verb": verb,
        "reason": reason,
        "verbs": Verb.choices,
        "reasons": Reason.choices,
        "query": urlencode({"verb": verb, "reason": reason}),
    }
    return render(request, "moderation/log.html", context)
