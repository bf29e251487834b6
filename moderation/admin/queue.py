"""The review queue: one list of all that waits, worst first, decided where it stands."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final, cast

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import member_of
from accounts.models import Applicant, User
from feed.errors import FeedError
from feed.models import Comment, PendingEdit, Post, SpamCampaign
from feed.spam.contacts import domain_key
from moderation.access import categories_of, is_in_reach, may_do_to_texts
from moderation.admin.deeds import DecidingAdmin
from moderation.admin.forms import LASTS
from moderation.models import Appeal, CaseKind, Claim, Decision, Reason
from moderation.selectors.answering import why_not_to_answer
from moderation.selectors.batches import latest_batches
from moderation.selectors.cases import Case, Queue
from moderation.selectors.decision_reasons import offered_choices
from moderation.selectors.elsewhere import (
    Source,
    Wish,
    decides_elsewhere,
    source_of,
    waiting_elsewhere,
)
from moderation.selectors.queue import review_queue
from moderation.services import claiming

MODELS: Final[dict[CaseKind, Any]] = {
    CaseKind.POST: Post,
    CaseKind.COMMENT: Comment,
    CaseKind.MEMBER: User,
    CaseKind.EDIT: PendingEdit,
    CaseKind.CAMPAIGN: SpamCampaign,
    CaseKind.APPEAL: Appeal,
    CaseKind.APPLICANT: Applicant,
}
CLAIM, LET_GO = "claim", "let_go"


@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits; take, give back or decide one case, and come back here."""
    member = require_desk(request)
    if request.method == "POST":
        act(request)
        return redirect("moderation-queue")
    found = queue_of(member, now=timezone.now())
    context = {
        **admin.site.each_context(request),
        "title": _("Review queue"),
        "queue": found,
        "rows": [row_of(case, member=member) for case in found.cases],
        "reasons": offered_choices(),
        "lasts": LASTS,
        "batches": latest_batches() if member.is_moderator else [],
    }
    return TemplateResponse(request, "admin/moderation/queue.html", context)


def require_desk(request: HttpRequest) -> User:
    """Somebody who decides about something here. Raises PermissionDenied."""
    member = member_of(request)
    if not (may_do_to_texts(member) or decides_elsewhere(member)):
        raise PermissionDenied
    return member


def queue_of(member: User, *, now: datetime, without: frozenset[str] = frozenset()) -> Queue:
    """What waits for this person: all, or what lies in his categories, or what other apps have for him.

    `without`: what is left out, as in `review_queue`.
    """
    reach = None if member.is_moderator else categories_of(member)
    also = waiting_elsewhere(member, now=now)
    return review_queue(now=now, category_pks=reach, also=also, without=without)


def row_of(case: Case, *, member: User) -> dict[str, Any]:
    """A case with its page and its buttons; without buttons, and why, where this person may not decide it."""
    if member.pk in case.not_for and case.author:
        appeal = Appeal(member=case.author, decision=Decision(actor=member))
        note = why_not_to_answer(appeal, moderator=member)
        return _row(replace(case, deeds=())) | {"obstacle": note}
    return _row(case)


def _row(case: Case) -> dict[str, Any]:
    source = source_of(case.kind)
    if source is not None:
        options = [each for each in source.deeds if each.name in case.deeds]
        return {"case": case, "address": source.address(case.pk), "deeds": options, "domains": []}
    model = MODELS[case.kind]
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[case.pk])  # fmt: skip
    deeds = [deed for deed in _desk(case.kind).deeds if deed.name in case.deeds]
    return {
        "case": case,
        "address": address,
        "deeds": deeds,
        "domains": _domains(case),
        "has_reason": any(deed.reason != Reason.IN_ORDER for deed in deeds),
    }


def _domains(case: Case) -> list[str]:
    """Websites among the evidence, whose texts can be decided together."""
    words = (word.partition(":")[0] for each in case.evidence for word in each["words"])
    return list(dict.fromkeys(word for word in words if "." in word and domain_key(word) == word))[
        :3
    ]


def act(request: HttpRequest) -> None:
    """Whoever acts on a case takes it first, so that nobody decides what another is reading."""
    kind, pk = _case(request)
    moderator = member_of(request)
    if not _may_act(moderator, kind, pk):
        raise PermissionDenied
    if not claiming.claim(kind=kind, pk=pk, moderator=moderator, now=timezone.now()):
        other = Claim.objects.select_related("moderator").filter(kind=kind, subject_pk=pk).first()
        name = other.moderator.name if other else _("Somebody")
        text = _("%(name)s is looking at it. Take the next one.") % {"name": name}
        messages.warning(request, text)
        return
    deed = request.POST.get("deed", "")
    if deed == CLAIM:
        messages.success(request, _("It is yours for ten minutes."))
        return
    if deed != LET_GO:
        _decide(request, kind, pk, deed)
    claiming.let_go(kind=kind, pk=pk, moderator=moderator)


def _may_act(member: User, kind: CaseKind, pk: int) -> bool:
    source = source_of(kind)
    if source is not None:
        return source.may_decide(member)
    return member.is_moderator or is_in_reach(member, kind, pk)


def _decide(request: HttpRequest, kind: CaseKind, pk: int, name: str) -> None:
    source = source_of(kind)
    if source is not None:
        _decide_elsewhere(request, source, pk, name)
        return
    desk = _desk(kind)
    deed = next((each for each in desk.deeds if each.name == name), None)
    if deed is None:
        raise BadRequest
    subject = MODELS[kind].objects.filter(pk=pk).first()
    if subject is None:
        messages.warning(request, _("It is no longer here."))
        return
    # The reason that is chosen beforehand is one to take something away for.
    reason = "" if deed.reason == Reason.IN_ORDER else request.POST.get("reason", "")
    names = ("note", "lasts")
    why = {"reason": reason} | {name: request.POST.get(name, "") for name in names}
    desk.decide(request, deed, [subject], why_data=why)


def _decide_elsewhere(request: HttpRequest, source: Source, pk: int, name: str) -> None:
    if name not in {each.name for each in source.deeds}:
        raise BadRequest
    note = request.POST.get("note", "")
    try:
        source.decide(Wish(member_of(request), pk, name, note, timezone.now()))
    except FeedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Decided; it no longer waits."))


def _case(request: HttpRequest) -> tuple[CaseKind, int]:
    kind, _sep, pk = request.POST.get("case", "").partition(":")
    if kind not in CaseKind.values or not pk.isdecimal() or len(pk) > 18:
        raise BadRequest
    return CaseKind(kind), int(pk)


def _desk(kind: CaseKind) -> DecidingAdmin:
    """The pages of that kind, whose deeds are offered here too."""
    return cast("DecidingAdmin", admin.site.get_model_admin(MODELS[kind]))
