"""Putting decisions on record."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from feed.errors import NotAllowedError
from moderation.models import LABEL_LENGTH, NOTE_LENGTH, Decision, Reason, SubjectKind, Verb


@dataclass(frozen=True)
class Ruling:
    """Who decides, and why. `actor`: None for a rule.

    Raises:
        NotAllowedError: the actor is no moderator.
    """

    actor: User | None
    reason: Reason
    note: str = ""

    def __post_init__(self) -> None:
        if self.actor is not None and not self.actor.is_moderator:
            raise NotAllowedError


@dataclass(frozen=True)
class Subject:
    """What is decided about, as it stands at this moment."""

    kind: SubjectKind
    pk: int
    label: str
    evidence: dict[str, Any]


def record(verb: Verb, *, subject: Subject, ruling: Ruling) -> Decision:
    """Append to the log; the caller's transaction holds the effect too."""
    return Decision.objects.create(
        actor=ruling.actor,
        verb=verb,
        subject_kind=subject.kind,
        subject_pk=subject.pk,
        subject_label=subject.label[:LABEL_LENGTH],
        reason=ruling.reason,
        note=ruling.note[:NOTE_LENGTH],
        evidence=subject.evidence,
    )


def lesson_of(verb: Verb, reason: Reason) -> bool | None:
    """What the spam filter learns from a decision: that the text is spam, that it is none, or (None) nothing."""
    if verb is Verb.HIDE:
        return True if reason == Reason.SPAM else None
    return False if verb in (Verb.RELEASE, Verb.RESTORE) else None
