"""What can be done about a case, by the name of the deed: for doors other than the admin's buttons."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from inspect import Parameter, signature
from typing import Any, Final

from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from moderation import services
from moderation.errors import NoSuchDeedError, ReasonMissingError, TakenByAnotherError
from moderation.models import Appeal, CaseKind, Decision, Verb
from moderation.services import claiming

Deed = Callable[..., Decision | Appeal | None]

DEEDS: Final[dict[CaseKind, dict[str, Deed]]] = {
    CaseKind.POST: {
        "release": services.release_post,
        "hide": services.hide_post,
        "keep": services.keep_post,
        "restore": services.restore_post,
        "feature": services.feature_post,
        "unfeature": services.unfeature_post,
        "pin": services.pin_post,
        "unpin": services.unpin_post,
    },
    CaseKind.COMMENT: {
        "release": services.release_comment,
        "hide": services.hide_comment,
        "keep": services.keep_comment,
        "restore": services.restore_comment,
    },
    CaseKind.MEMBER: {
        "keep": services.keep_member,
        "warn": services.warn_member,
        "silence": services.silence_member,
        "unsilence": services.unsilence_member,
        "suspend": services.suspend_member,
        "reinstate": services.reinstate_member,
        "vouch": services.vouch_for_member,
    },
    CaseKind.EDIT: {"accept": services.accept_edit, "refuse": services.refuse_edit},
    CaseKind.APPEAL: {
        "uphold": services.uphold_appeal,
        "overturn": services.overturn_appeal,
    },
    CaseKind.APPLICANT: {
        "accept": services.accept_applicant,
        "refuse": services.refuse_applicant,
    },
    CaseKind.CAMPAIGN: {
        "quarantine": services.quarantine_campaign,
        "clear": services.clear_campaign,
        "restore": services.restore_campaign,
    },
}
NAMES: Final = tuple(dict.fromkeys(name for deeds in DEEDS.values() for name in deeds))
# Which deed takes a decision back; what is not named here cannot be taken back.
OPPOSITES: Final[dict[str, str]] = {
    Verb.HIDE: "restore",
    Verb.RELEASE: "hide",
    Verb.RESTORE: "hide",
    Verb.FEATURE: "unfeature",
    Verb.UNFEATURE: "feature",
    Verb.PIN: "unpin",
    Verb.UNPIN: "pin",
    Verb.SILENCE: "unsilence",
    Verb.SUSPEND: "reinstate",
    Verb.REINSTATE: "suspend",
    Verb.UNSILENCE: "silence",
    Verb.QUARANTINE: "restore",
}


@dataclass(frozen=True)
class Choice:
    """What a moderator wants done, and why. `reason`: None for the usual one of the deed; `until`: end of a sanction."""

    name: str
    reason: str | None = None
    note: str = ""
    until: datetime | None = None


def decide(
    subject: Model, *, kind: CaseKind, choice: Choice, actor: User
) -> Decision | Appeal | None:
    """Take the case, decide it, give it back: as the buttons of the queue do. None if it was so already.

    Of an appeal the answer is the appeal, which is not on record as a decision of its own.

    Raises:
        NotAllowedError: the actor is no moderator.
        NoSuchDeedError, ReasonMissingError: this cannot be done to such a case; it takes a reason.
        TakenByAnotherError: another moderator looks at it.
        Whatever the deed raises.
    """
    deed = _deed(kind, choice)
    if not claiming.claim(kind=kind, pk=subject.pk, moderator=actor, now=timezone.now()):
        raise TakenByAnotherError
    try:
        why: dict[str, Any] = {"reason": choice.reason} if choice.reason is not None else {}
        end = {"until": choice.until} if choice.until is not None else {}
        return deed(**{kind.value: subject}, actor=actor, note=choice.note, **why, **end)
    finally:
        claiming.let_go(kind=kind, pk=subject.pk, moderator=actor)


def opposite_of(decision: Decision) -> str:
    """The deed that takes a decision back. Raises NoSuchDeedError: there is none."""
    try:
        return OPPOSITES[decision.verb]
    except KeyError:
        raise NoSuchDeedError from None


def _deed(kind: CaseKind, choice: Choice) -> Deed:
    deed = DEEDS.get(kind, {}).get(choice.name)
    if deed is None or (choice.until and "until" not in signature(deed).parameters):
        raise NoSuchDeedError
    if choice.reason is None and signature(deed).parameters["reason"].default is Parameter.empty:
        raise ReasonMissingError
    return deed
