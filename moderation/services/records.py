"""Putting decisions on record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from accounts.models import NotificationKind, User
from accounts.services.notifications import notify
from config.freshness import touch
from feed.errors import NotAllowedError
from moderation.models import (
    DECISIONS_SHOWN,
    LABEL_LENGTH,
    NOTE_LENGTH,
    Decision,
    Reason,
    Report,
    ReportState,
    SubjectKind,
    Verb,
)

# What changes something for the member concerned.
TOLD: Final = frozenset({Verb.HIDE, Verb.RELEASE, Verb.RESTORE})
# What a moderator's decision makes of the reports that led to it.
ANSWERS: Final = {
    Verb.HIDE: ReportState.UPHELD,
    Verb.SUSPEND: ReportState.UPHELD,
    Verb.SILENCE: ReportState.UPHELD,
    Verb.WARN: ReportState.UPHELD,
    Verb.KEEP: ReportState.DISMISSED,
    Verb.RELEASE: ReportState.DISMISSED,
    Verb.RESTORE: ReportState.DISMISSED,
}


@dataclass(frozen=True)
class Ruling:
    """Who decides, and why. `actor`: None for a rule.

    Raises:
        NotAllowedError: the actor is no moderator.
    """

    actor: User | None
    reason: Reason
    note: str = ""
    expires_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.actor is not None and not self.actor.is_moderator:
            raise NotAllowedError


@dataclass(frozen=True)
class Subject:
    """What is decided about, as it stands at this moment. `member_pk`: of whom it concerns."""

    kind: SubjectKind
    pk: int
    label: str
    evidence: dict[str, Any]
    member_pk: int | None = None


def record(verb: Verb, *, subject: Subject, ruling: Ruling) -> Decision:
    """Append to the log; the caller's transaction holds the effect too.

    A moderator's decision answers the open reports about the subject; a rule's leaves them to a moderator.
    """
    if ruling.actor is not None and verb in ANSWERS:
        Report.objects.about(subject.kind, subject.pk).unanswered().update(
            state=ANSWERS[verb], answered_at=timezone.now()
        )
    decision = Decision.objects.create(
        actor=ruling.actor,
        verb=verb,
        subject_kind=subject.kind,
        subject_pk=subject.pk,
        subject_label=subject.label[:LABEL_LENGTH],
        reason=ruling.reason,
        note=ruling.note[:NOTE_LENGTH],
        evidence=subject.evidence,
        member_pk=subject.member_pk,
        expires_at=ruling.expires_at,
    )
    touch(DECISIONS_SHOWN)
    if verb in TOLD and subject.member_pk is not None:
        _tell(decision, member_pk=subject.member_pk)
    return decision


def _tell(decision: Decision, *, member_pk: int) -> None:
    """State to the member what was decided and why; who decided is not named."""
    notify(
        recipient_pks=[member_pk],
        kind=NotificationKind.MODERATION,
        actor=None,
        subject=f"decision:{decision.pk}",
        title=decision.subject_label,
        url=reverse("moderation:decision", args=[decision.pk]),
    )


def lesson_of(verb: Verb, reason: Reason) -> bool | None:
    """What the spam filter learns from a decision: that the text is spam, that it is none, or (None) nothing."""
    if verb is Verb.HIDE:
        return True if reason == Reason.SPAM else None
    return False if verb in (Verb.RELEASE, Verb.RESTORE) else None
