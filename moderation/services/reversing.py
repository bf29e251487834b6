"""Taking decisions back, exactly: what holds afterwards is what would hold without them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from feed.errors import NotAllowedError
from moderation.errors import AlreadyTakenBackError, NotYoursToDecideError
from moderation.models import Appeal, Decision, Reason, Report, ReportState, SubjectKind, Verb
from moderation.services import comments, levels, posts, sanctions
from moderation.services.records import Ruling, Subject, record, tell

Reversal = Callable[[Decision, Ruling], Decision | None]


@transaction.atomic
def take_back(decision: Decision, *, actor: User, note: str = "") -> Decision:
    """Undo a decision on a moderator's word, and tell the member.

    Raises:
        NotAllowedError: no moderator.
        AlreadyTakenBackError, NotYoursToDecideError: as `reverse`; the decision concerns the moderator.
    """
    if not actor.is_moderator:
        raise NotAllowedError
    if decision.member_pk == actor.pk:
        raise NotYoursToDecideError(_("Nobody decides about himself or herself."))
    undone = reverse(decision, ruling=Ruling(actor, Reason.IN_ORDER, note, reverses=decision))
    tell(undone)
    return undone


def reverse(decision: Decision, *, ruling: Ruling) -> Decision:
    """Undo a decision's effect and put that on record; belongs into the caller's transaction.

    What was deleted or given back meanwhile stays as it is; the record says all the same that the decision was wrong.
    Reports that it agreed with count as dismissed. `ruling.reverses` is `decision`.

    Raises:
        AlreadyTakenBackError: somebody did so before, or it is itself such an undoing.
    """
    # Of two at once the second waits here; without a key lock, so that records which point to it do not wait.
    Decision.objects.select_for_update(no_key=True).get(pk=decision.pk)
    if decision.reverses_id or Decision.objects.filter(reverses=decision).exists():
        raise AlreadyTakenBackError
    kind = SubjectKind(decision.subject_kind)
    undo = REVERSALS[kind, Verb(decision.verb)]
    undone = undo(decision, ruling) or record(
        UNDOES[Verb(decision.verb)], subject=_as_it_was(decision), ruling=ruling
    )
    agreed_with = Report.objects.about(kind, decision.subject_pk).filter(state=ReportState.UPHELD)
    agreed_with.update(state=ReportState.DISMISSED)
    return undone


@dataclass(frozen=True)
class WayBack:
    """What can still be done about a decision. `undone_by`, `appeal`: None where there is none."""

    is_open: bool
    undone_by: Decision | None
    appeal: Appeal | None


def way_back_of(decision: Decision, *, moderator: User) -> WayBack:
    """Who appealed gets an answer on the page of the appeal, so it is not taken back beside it. Two queries."""
    undone_by = Decision.objects.filter(reverses=decision).first()
    appeal = Appeal.objects.unanswered().filter(decision=decision).first()
    is_final = bool(undone_by or appeal or decision.reverses_id)
    is_own = decision.member_pk == moderator.pk
    is_open = is_reversible(decision) and not is_final and not is_own
    return WayBack(is_open, undone_by, appeal)


def is_reversible(decision: Decision) -> bool:
    """Whether it is of a kind that can be taken back as a whole."""
    return (decision.subject_kind, decision.verb) in REVERSALS


def takes_away(decision: Decision) -> bool:
    """Whether it took something away from the member, who may then appeal."""
    if decision.verb in (Verb.LEVEL, Verb.VOUCH):
        return decision.lowers_level
    return is_reversible(decision)


UNDOES: Final = {
    Verb.HIDE: Verb.RESTORE,
    Verb.WARN: Verb.UNWARN,
    Verb.SILENCE: Verb.UNSILENCE,
    Verb.SUSPEND: Verb.REINSTATE,
    Verb.VOUCH: Verb.LEVEL,
    Verb.LEVEL: Verb.LEVEL,
}
REVERSALS: Final[dict[tuple[str, str], Reversal]] = {
    (SubjectKind.POST, Verb.HIDE): lambda decision, ruling: posts.reveal_post(
        decision.subject_pk, ruling=ruling
    ),
    (SubjectKind.COMMENT, Verb.HIDE): lambda decision, ruling: comments.reveal_comment(
        decision.subject_pk, ruling=ruling
    ),
    (SubjectKind.MEMBER, Verb.WARN): lambda _decision, _ruling: None,
    (SubjectKind.MEMBER, Verb.SILENCE): lambda decision, ruling: sanctions.settle(
        sanctions.SILENCE, member_pk=decision.subject_pk, ruling=ruling
    ),
    (SubjectKind.MEMBER, Verb.SUSPEND): lambda decision, ruling: sanctions.settle(
        sanctions.SUSPENSION, member_pk=decision.subject_pk, ruling=ruling
    ),
    (SubjectKind.MEMBER, Verb.VOUCH): lambda decision, ruling: levels.restore_level(
        decision, ruling=ruling
    ),
    (SubjectKind.MEMBER, Verb.LEVEL): lambda decision, ruling: levels.restore_level(
        decision, ruling=ruling
    ),
}


def _as_it_was(decision: Decision) -> Subject:
    return Subject(
        kind=SubjectKind(decision.subject_kind),
        pk=decision.subject_pk,
        label=decision.subject_label,
        evidence=decision.evidence,
        member_pk=decision.member_pk,
    )
