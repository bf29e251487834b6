"""What a member reads of a decision: what it means, what can be done, and the dialogue about it."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from moderation.models import Appeal, AppealMessage, AppealState, Decision, SubjectKind, Verb

# What a decision about a member means for that member.
MEANINGS: Final = {
    Verb.WARN: _("This is a warning; everything works for you as before. Please do not let it happen again."),
    Verb.UNWARN: _("The warning does not count any more."),
    Verb.SILENCE: _("You can read, keep posts, follow others and write drafts. You cannot publish, comment, react or vote."),
    Verb.UNSILENCE: _("You can publish, comment, react and vote as before."),
    Verb.SUSPEND: _("Signed in, you can read this page, appeal, and take your data with you. What you published stays, and other members see nothing of this. Signed out, you can read like everybody else."),
    Verb.REINSTATE: _("Everything works for you as before."),
}  # fmt: skip


@dataclass(frozen=True)
class Statement:
    """A decision for whom it concerns. `meaning`: "" where the verb says it all; `is_own`: read by the member concerned."""

    decision: Decision
    meaning: str
    is_own: bool
    is_taken_back: bool
    appeal: Appeal | None
    messages: list[AppealMessage]

    @property
    def is_open(self) -> bool:
        return self.appeal is not None and self.appeal.state == AppealState.OPEN


def statement_of(decision: Decision, *, reader: User) -> Statement:
    """Four queries at most."""
    appeal = Appeal.objects.filter(decision=decision).first()
    return Statement(
        decision=decision,
        meaning=_meaning(decision),
        is_own=decision.member_pk == reader.pk,
        is_taken_back=Decision.objects.filter(reverses=decision).exists(),
        appeal=appeal,
        messages=list(appeal.messages.select_related("author").order_by("pk")) if appeal else [],
    )


def _meaning(decision: Decision) -> str:
    if decision.subject_kind != SubjectKind.MEMBER:
        return ""
    if not decision.level_change:
        return str(MEANINGS.get(Verb(decision.verb), ""))
    if decision.lowers_level:
        return str(_("From here you rise again by a moderator’s word."))
    return (
        ""
        if decision.actor_id
        else str(_("You have earned it: by time, by reading and by what you wrote."))
    )


def standing_sanctions(member: User) -> list[Decision]:
    """The decisions that limit this member at this moment, newest first."""
    verbs = [
        verb
        for verb, holds in ((Verb.SUSPEND, member.is_suspended), (Verb.SILENCE, member.is_silenced))
        if holds
    ]
    if not verbs:
        return []
    found = Decision.objects.about(SubjectKind.MEMBER, member.pk).filter(
        verb__in=verbs, reversal=None
    )
    newest = {decision.verb: decision for decision in found.order_by("pk")}
    return [newest[verb] for verb in verbs if verb in newest]
