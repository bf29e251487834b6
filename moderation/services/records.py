"""Putting decisions on record."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from accounts.models import EventKind, NotificationKind, User
from accounts.services.notifications import notify
from accounts.services.webhooks import announce
from config.freshness import touch
from feed.errors import NotAllowedError
from feed.models import RuleHit
from feed.services.judging_members import answer_judgements
from moderation.access import may_decide
from moderation.errors import ReasonNotOfferedError
from moderation.models import (
    DECISIONS_SHOWN,
    LABEL_LENGTH,
    NOTE_LENGTH,
    Batch,
    Decision,
    DecisionReason,
    Report,
    ReportState,
    SubjectKind,
    Verb,
)

# What changes something for the member concerned.
TOLD: Final = frozenset(
    {
        Verb.HIDE, Verb.RELEASE, Verb.RESTORE, Verb.WARN, Verb.UNWARN,
        Verb.SILENCE, Verb.UNSILENCE, Verb.SUSPEND, Verb.REINSTATE, Verb.VOUCH, Verb.LEVEL,
    }
)  # fmt: skip
# How the news of a decision about the member is headed; that of others by what they are about.
NEWS: Final = {
    Verb.WARN: gettext_noop("A warning"),
    Verb.UNWARN: gettext_noop("The warning is taken back"),
    Verb.SILENCE: gettext_noop("You may read, but not write for now"),
    Verb.UNSILENCE: gettext_noop("You may write again"),
    Verb.SUSPEND: gettext_noop("Your account is suspended"),
    Verb.REINSTATE: gettext_noop("Your account is open again"),
    Verb.VOUCH: gettext_noop("A moderator trusts you: your probation is over"),
    Verb.LEVEL: gettext_noop("Your trust level has changed"),
}
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
    """Who decides, and why. `actor`: None for a rule; `reason`: a code of the table; `batch`: the act that it is part of; `reverses`: what it takes back.

    Raises:
        NotAllowedError: the actor decides about nothing here.
    """

    actor: User | None
    reason: str
    note: str = ""
    expires_at: datetime | None = None
    batch: Batch | None = None
    reverses: Decision | None = None

    def __post_init__(self) -> None:
        if self.actor is not None and not self.actor.has_desk:
            raise NotAllowedError

    @cached_property
    def grounds(self) -> DecisionReason:
        """The reason as it stands in the table; asked for once.

        Raises:
            ReasonNotOfferedError: there is none of this code, or people may not choose it any more; a rule may.
        """
        found = DecisionReason.objects.filter(pk=self.reason).first()
        if found is None or not (found.is_offered or self.actor is None):
            raise ReasonNotOfferedError
        return found


@dataclass(frozen=True)
class Subject:
    """What is decided about, as it stands at this moment.

    `member_pk`: of whom it concerns; `category_pk`: where it lies, None for what lies in none.
    """

    kind: SubjectKind
    pk: int
    label: str
    evidence: dict[str, Any]
    member_pk: int | None = None
    category_pk: int | None = None


def record(verb: Verb, *, subject: Subject, ruling: Ruling) -> Decision:
    """Append to the log; the caller's transaction holds the effect too.

    Who is concerned is told, but of the answer to an appeal by whoever answers.
    A moderator's decision answers the open reports about the subject; a rule's leaves them to a moderator.

    Raises:
        NotAllowedError: the actor may not decide this about this subject.
        ReasonNotOfferedError: as Ruling.grounds.
    """
    _require_allowed(verb, subject=subject, actor=ruling.actor)
    evidence = subject.evidence
    if ruling.actor is not None and verb in ANSWERS and (answered := _answer(verb, subject)):
        evidence = evidence | {"answered": answered}
    decision = Decision.objects.create(
        actor=ruling.actor,
        verb=verb,
        subject_kind=subject.kind,
        subject_pk=subject.pk,
        subject_label=subject.label[:LABEL_LENGTH],
        reason=ruling.grounds,
        reason_words=ruling.grounds.label,
        reason_explanation=ruling.grounds.explanation,
        note=ruling.note[:NOTE_LENGTH],
        evidence=evidence,
        member_pk=subject.member_pk,
        expires_at=ruling.expires_at,
        batch=ruling.batch,
        reverses=ruling.reverses,
    )
    touch(DECISIONS_SHOWN)
    _herald(decision)
    if verb in TOLD and subject.member_pk is not None and ruling.reverses is None:
        tell(decision)
    return decision


def _require_allowed(verb: Verb, *, subject: Subject, actor: User | None) -> None:
    """A rule may; else moderation.access says who. Raising undoes the effect, which is in the same transaction."""
    if actor is None:
        return
    if not may_decide(actor, verb, kind=subject.kind, category_pk=subject.category_pk):
        raise NotAllowedError


def _answer(verb: Verb, subject: Subject) -> dict[str, list[int]]:
    """Answer what is open about a subject; the keys of reports and of hits of rules, so that they can be opened again."""
    open_reports = Report.objects.about(subject.kind, subject.pk).unanswered()
    open_hits = RuleHit.objects.about_case(subject.kind, subject.pk).unanswered()
    reports, hits = (list(rows.values_list("pk", flat=True)) for rows in (open_reports, open_hits))
    Report.objects.filter(pk__in=reports).update(state=ANSWERS[verb], answered_at=timezone.now())
    RuleHit.objects.filter(pk__in=hits).update(is_open=False)
    found = {"reports": reports, "hits": hits}
    if subject.kind == SubjectKind.MEMBER:
        found["judgements"] = answer_judgements(subject.pk)
    return {name: pks for name, pks in found.items() if pks}


def tell(decision: Decision) -> None:
    """State to the member concerned, if there is one, what was decided and why; who decided is not named."""
    if decision.member_pk is None:
        return
    notify(
        recipient_pks=[decision.member_pk],
        kind=NotificationKind.MODERATION,
        actor=None,
        subject=f"decision:{decision.pk}",
        title=_title(decision, member_pk=decision.member_pk),
        url=reverse("moderation:decision", args=[decision.pk]),
    )


def _title(decision: Decision, *, member_pk: int) -> str:
    """In the language of the member, not of the moderator."""
    if decision.subject_kind != SubjectKind.MEMBER:
        return decision.subject_label
    return in_language_of(member_pk, NEWS[Verb(decision.verb)])


def in_language_of(member_pk: int, message: str) -> str:
    """A message in the language that a member chose, or that of the site."""
    chosen = User.objects.filter(pk=member_pk).values_list("language", flat=True).first()
    with translation.override(chosen or settings.LANGUAGE_CODE):
        return translation.gettext(message)


def _herald(decision: Decision) -> None:
    """Who decided is not told."""
    announce(
        EventKind.DECISION_MADE,
        data={
            "id": decision.pk,
            "deed": decision.verb,
            "kind": decision.subject_kind,
            "subject": decision.subject_pk,
            "reason": decision.reason_id,
            "url": reverse("moderation:decision", args=[decision.pk]),
        },
        owner_pks=[] if decision.member_pk is None else [decision.member_pk],
    )


def lesson_of(verb: Verb, ruling: Ruling) -> bool | None:
    """What the spam filter learns from a decision: that the text is spam, that it is none, or (None) nothing."""
    if verb is Verb.HIDE:
        return True if ruling.grounds.is_spam else None
    return False if verb in (Verb.RELEASE, Verb.RESTORE) else None
