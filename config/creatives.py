"""Sponsors' creatives that wait for approval, in the one review queue: the wiring knows both apps."""

from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from feed.errors import NotPossibleError
from moderation.models import CaseKind
from moderation.selectors.cases import Case, Complaint
from moderation.selectors.elsewhere import Option, Source, Wish
from sponsors.checks import BY_CODE
from sponsors.errors import SponsorsError
from sponsors.models import Creative, FlightStatus
from sponsors.selectors.desk import waiting_creatives
from sponsors.services.review import approve, refuse

# That something is wrong with a creative in which the checks found something, or nothing.
FAULTY: Final = 0.9
CLEAN: Final = 0.5
# As the severity of a report: a sponsor whose flight runs already pays for time in which nothing is shown.
WHILE_IT_RUNS: Final = 2.0
BEFORE_IT_RUNS: Final = 1.0
REFUSE: Final = "refuse"


def creatives() -> Source:
    """For who may approve them; claimed and ranked like everything else that waits."""
    return Source(
        kind=CaseKind.CREATIVE,
        deeds=(
            Option("approve", gettext_lazy("Approve"), "check"),
            Option(REFUSE, gettext_lazy("Refuse"), "block"),
        ),
        may_decide=lambda member: member.is_staff and member.has_perm("sponsors.change_creative"),
        waiting=_waiting,
        address=lambda pk: reverse("admin:sponsors_creative_change", args=[pk]),
        decide=_decide,
    )


def _waiting(now: datetime) -> list[Case]:
    return [_case(creative, now) for creative in waiting_creatives()]


def _case(creative: Creative, now: datetime) -> Case:
    flight, found = creative.flight, tuple(_evidence(creative))
    is_running = flight.status == FlightStatus.RUNNING and flight.starts_at <= now
    severity = WHILE_IT_RUNS if is_running else BEFORE_IT_RUNS
    return Case(
        kind=CaseKind.CREATIVE,
        pk=creative.pk,
        title=creative.headline,
        text=f"{creative.sponsor.name}: {creative.text}\n{creative.landing_url}",
        since=creative.created_at,
        deeds=("approve", REFUSE),
        probability=FAULTY if found else CLEAN,
        complaint=Complaint(weight=0.0, severity=severity),
        evidence=found,
    )


def _evidence(creative: Creative) -> list[dict[str, Any]]:
    """What the checks found, as the queue shows it."""
    known = [each for each in creative.problems if each["code"] in BY_CODE]
    return [
        {"rule": gettext(BY_CODE[each["code"]].words), "words": [each["detail"]]} for each in known
    ]


def _decide(wish: Wish) -> None:
    """Approve or refuse what still waits. A refusal needs words, which the sponsor reads."""
    creative = next((each for each in waiting_creatives() if each.pk == wish.pk), None)
    if creative is None:
        raise NotPossibleError(gettext("It is no longer here."))
    if wish.deed == REFUSE and not wish.note.strip():
        raise NotPossibleError(gettext("Write to the sponsor why; nothing was decided."))
    try:
        _do(creative, wish)
    except SponsorsError as error:
        raise NotPossibleError(str(error)) from error


def _do(creative: Creative, wish: Wish) -> None:
    if wish.deed == REFUSE:
        refuse(creative, manager=wish.actor, reason=wish.note.strip()[:300], now=wish.now)
    else:
        approve(creative, manager=wish.actor, now=wish.now)
