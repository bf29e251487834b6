"""Deciding about many texts in one act, and taking the act back exactly."""

from collections.abc import Iterator
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from feed.errors import NotAllowedError, NotPossibleError
from feed.models import Comment, Post, RuleHit, TextKind
from feed.services import teaching
from moderation.models import (
    Batch,
    Decision,
    Reason,
    Report,
    ReportState,
    Scope,
    SubjectKind,
    Verb,
)
from moderation.selectors.batches import touched_by
from moderation.services.comments import (
    hide_comment,
    hold_comment_again,
    release_comment,
    reveal_comment,
)
from moderation.services.posts import hide_post, hold_post_again, release_post, reveal_post
from moderation.services.records import Ruling, tell

POST_DEEDS: Final[dict[Verb, Any]] = {Verb.HIDE: hide_post, Verb.RELEASE: release_post}
COMMENT_DEEDS: Final[dict[Verb, Any]] = {Verb.HIDE: hide_comment, Verb.RELEASE: release_comment}


@transaction.atomic
def decide_together(
    *, scope: Scope, value: str, verb: Verb, ruling: Ruling, expected: int
) -> Batch:
    """Do one deed to all texts of a scope; each gets its own decision, told to its author.

    Args:
        verb: HIDE or RELEASE.
        expected: how many texts the moderator was shown; if others came or went since, nothing is done.

    Raises:
        NotAllowedError: no moderator.
        NotPossibleError: nothing to touch, or not what was shown.
    """
    if ruling.actor is None or verb not in POST_DEEDS:
        raise NotAllowedError
    found = touched_by(scope=scope, value=value, verb=verb)
    if not len(found):
        raise NotPossibleError(_("There is nothing to decide about any more."))
    if len(found) != expected:
        text = _("By now it is %(count)s texts, not %(expected)s. Look at them again.")
        raise NotPossibleError(text % {"count": len(found), "expected": expected})
    batch = Batch.objects.create(scope=scope, value=value, verb=verb, actor=ruling.actor)
    why = {"actor": ruling.actor, "reason": ruling.reason, "note": ruling.note, "batch": batch}
    for post in found.posts:
        POST_DEEDS[verb](post=post, **why)
    for comment in found.comments:
        COMMENT_DEEDS[verb](comment=comment, **why)
    return batch


@transaction.atomic
def undo_batch(batch: Batch, *, actor: User) -> int:
    """Give every text of the act the state that it had, and its reports and the spam filter theirs; returns how many.

    What was decided about since keeps the later decision. The update is the check: an act is taken back once.

    Raises:
        NotAllowedError: no moderator.
        NotPossibleError: it is taken back already.
    """
    if not actor.is_moderator:
        raise NotAllowedError
    standing = Batch.objects.filter(pk=batch.pk, undone_at=None)
    if not standing.update(undone_at=timezone.now(), undone_by=actor):
        raise NotPossibleError(_("This act is taken back already."))
    return sum(_undo(decision, actor=actor) for decision in _last_words(batch))


def _last_words(batch: Batch) -> Iterator[Decision]:
    """The decisions of the act after which nothing else was decided about their texts."""
    for decision in batch.decisions.order_by("pk"):
        later = Decision.objects.about(SubjectKind(decision.subject_kind), decision.subject_pk)
        if not later.filter(pk__gt=decision.pk).exists():
            yield decision


def _undo(decision: Decision, *, actor: User) -> bool:
    kind = SubjectKind(decision.subject_kind)
    rows: Any = Post.objects if kind == SubjectKind.POST else Comment.objects
    subject = rows.filter(pk=decision.subject_pk).first()
    if subject is None or not _return(kind, subject, decision=decision, actor=actor):
        return False
    answered = decision.evidence.get("answered", {})
    Report.objects.filter(pk__in=answered.get("reports", ())).update(
        state=ReportState.OPEN, answered_at=None
    )
    RuleHit.objects.filter(pk__in=answered.get("hits", ())).update(is_open=True)
    teaching.forget(TextKind(kind.value), decision.subject_pk)
    return True


def _return(kind: SubjectKind, subject: Any, *, decision: Decision, actor: User) -> bool:
    """Back to what the decision's evidence says it was: held for its reasons, or published."""
    if decision.evidence["status"] == "held":
        hold = hold_post_again if kind == SubjectKind.POST else hold_comment_again
        return hold(**{kind.value: subject}, actor=actor, reverses=decision) is not None
    reveal = reveal_post if kind == SubjectKind.POST else reveal_comment
    returned = reveal(subject.pk, ruling=Ruling(actor, Reason.IN_ORDER, reverses=decision))
    if returned is not None:
        tell(returned)
    return returned is not None
