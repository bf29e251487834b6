"""The moderators' work, for everybody."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from config.freshness import kept, shows
from feed.syndication.formats import FORMATS, FeedFormat
from feed.views.syndication import answer
from moderation.models import DECISIONS_SHOWN, SubjectKind, Verb
from moderation.selectors.decision_reasons import choices_in_use
from moderation.selectors.log_feed import log_feed
from moderation.selectors.public_log import Filters, public_log

FILTERS = ("verb", "reason", "kind", "by")


@kept(query=("after", *FILTERS))
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Decisions, newest first; a filter that is no choice of ours is left out."""
    shows(request, DECISIONS_SHOWN)
    chosen = _chosen(request)
    cursor = request.GET.get("after") or None
    sieves = (
        ("verb", _("Decision"), Verb.choices),
        ("kind", _("About"), SubjectKind.choices),
        ("reason", _("Reason"), choices_in_use()),
        ("by", _("Decided by"), [("moderator", _("A moderator")), ("rule", _("A rule"))]),
    )
    context = {
        "page": public_log(**chosen.as_query(), cursor=cursor),
        "sieves": [(*sieve, getattr(chosen, sieve[0])) for sieve in sieves],
        "query": urlencode(chosen.as_query()),
        "formats": FORMATS.values(),
    }
    return render(request, "moderation/log.html", context)


@kept(query=FILTERS)
@conditional_page
@require_safe
def feed(request: HttpRequest, form: FeedFormat) -> HttpResponse:
    """The same for readers' programs, with the same filters."""
    shows(request, DECISIONS_SHOWN)
    chosen = _chosen(request)
    query = urlencode(chosen.as_query())
    path = f"{request.path}?{query}" if query else request.path
    return answer(log_feed(chosen, path=path), form)


def _chosen(request: HttpRequest) -> Filters:
    return Filters(**{name: request.GET.get(name, "") for name in FILTERS}).cleaned()
