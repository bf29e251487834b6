"""One decision about all texts of a member, of a website or of a rule: first the list, then the deed, then the way back."""

from typing import Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import member_of
from feed.errors import FeedError
from moderation.admin.forms import WhyForm
from moderation.models import Batch, Reason, Scope, Verb
from moderation.selectors.batches import MOST, name_of, touched_by
from moderation.selectors.decision_reasons import offered_choices
from moderation.services.batches import decide_together, undo_batch
from moderation.services.records import Ruling

VERBS: Final = {"hide": Verb.HIDE, "release": Verb.RELEASE}
SHOWN: Final = 100
MAX_VALUE: Final = 253


@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest, scope: str, value: str) -> HttpResponse:
    """Show what a deed would touch; do it to exactly that."""
    if not member_of(request).is_moderator:
        raise PermissionDenied
    if scope not in Scope or len(value) > MAX_VALUE:
        raise Http404
    verb = VERBS.get(request.POST.get("verb") or request.GET.get("verb", "hide"))
    if verb is None:
        raise Http404
    if request.method == "POST" and _decide(request, Scope(scope), value, verb):
        return redirect("moderation-queue")
    found = touched_by(scope=Scope(scope), value=value, verb=verb)
    context = {
        **admin.site.each_context(request),
        "title": _("Decide together"),
        "scope": Scope(scope),
        "name": name_of(Scope(scope), value),
        "verb": verb,
        "others": [(name, each) for name, each in VERBS.items() if each != verb],
        "found": found,
        "texts": found.texts[:SHOWN],
        "hidden_count": max(0, len(found) - SHOWN),
        "is_cut": MOST in (len(found.posts), len(found.comments)),
        "reasons": offered_choices(),
        "usual": Reason.SPAM if verb == Verb.HIDE else Reason.IN_ORDER,
    }
    return TemplateResponse(request, "admin/moderation/together.html", context)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an act back."""
    if not member_of(request).is_moderator:
        raise PermissionDenied
    batch = Batch.objects.filter(pk=pk).first()
    if batch is None:
        raise Http404
    try:
        count = undo_batch(batch, actor=member_of(request))
    except FeedError as error:
        messages.error(request, str(error))
    else:
        text = ngettext(
            "Taken back: %(count)s text is as it was.",
            "Taken back: %(count)s texts are as they were.",
            count,
        )
        messages.success(request, text % {"count": count})
    return redirect("moderation-queue")


def _decide(request: HttpRequest, scope: Scope, value: str, verb: Verb) -> bool:
    why = WhyForm(request.POST)
    figure = request.POST.get("expected", "")
    if not why.is_valid() or not why.cleaned_data["reason"]:
        messages.error(request, why.objection)
        return False
    expected = int(figure) if figure.isdecimal() and len(figure) < 9 else -1
    ruling = Ruling(member_of(request), why.cleaned_data["reason"], why.cleaned_data["note"])
    try:
        batch = decide_together(
            scope=scope, value=value, verb=verb, ruling=ruling, expected=expected
        )
    except FeedError as error:
        messages.error(request, str(error))
        return False
    count = batch.decisions.count()
    text = ngettext(
        "Decided about %(count)s text. You can take it back below.",
        "Decided about %(count)s texts. You can take it back below.",
        count,
    )
    messages.success(request, text % {"count": count})
    return True
