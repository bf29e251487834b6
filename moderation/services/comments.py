"""Decisions about comments."""

from collections.abc import Callable

from django.db import transaction

from accounts.models import User
from feed.models import Comment, CommentStatus
from feed.services import commenting, teaching
from moderation.models import LABEL_LENGTH, Batch, Decision, Reason, SubjectKind, Verb
from moderation.selectors.reports import is_reported
from moderation.services.records import Ruling, Subject, lesson_of, record


def release_comment(
    *,
    comment: Comment,
    actor: User,
    reason: str = Reason.IN_ORDER,
    note: str = "",
    batch: Batch | None = None,
) -> Decision | None:
    """Publish a held comment. None if it is not held. `batch`: the act that it is part of."""
    return _decide(
        Verb.RELEASE,
        comment=comment,
        ruling=Ruling(actor, reason, note, batch=batch),
        moves_from={CommentStatus.HELD},
        effect=commenting.publish_comment,
    )


def hide_comment(
    *,
    comment: Comment,
    actor: User | None,
    reason: str,
    note: str = "",
    batch: Batch | None = None,
) -> Decision | None:
    """Take a comment from its readers, or keep a held one from them; confirm what reports have hidden. None else."""
    moves_from = {CommentStatus.PUBLISHED, CommentStatus.HELD}
    if actor is not None and is_reported(SubjectKind.COMMENT, comment.pk):
        moves_from.add(CommentStatus.HIDDEN)
    return _decide(
        Verb.HIDE,
        comment=comment,
        ruling=Ruling(actor, reason, note, batch=batch),
        moves_from=moves_from,
        effect=commenting.hide_comment,
    )


def keep_comment(
    *, comment: Comment, actor: User, reason: str = Reason.IN_ORDER, note: str = ""
) -> Decision | None:
    """Answer the reports on a comment: it stays. None if it is not published, or nothing is reported."""
    is_open = is_reported(SubjectKind.COMMENT, comment.pk)
    return _decide(
        Verb.KEEP,
        comment=comment,
        ruling=Ruling(actor, reason, note),
        moves_from={CommentStatus.PUBLISHED} if is_open else set(),
        effect=lambda _comment: None,
    )


def restore_comment(
    *, comment: Comment, actor: User, reason: str = Reason.IN_ORDER, note: str = ""
) -> Decision | None:
    """Bring a hidden comment back. None if it is not hidden."""
    return _decide(
        Verb.RESTORE,
        comment=comment,
        ruling=Ruling(actor, reason, note),
        moves_from={CommentStatus.HIDDEN},
        effect=commenting.publish_comment,
    )


def reveal_comment(pk: int, *, ruling: Ruling) -> Decision | None:
    """Take back a hiding, for the ruling's reason. None if the comment is gone, or is not hidden any more."""
    comment = Comment.objects.filter(pk=pk).first()
    if comment is None:
        return None
    return _decide(
        Verb.RESTORE,
        comment=comment,
        ruling=ruling,
        moves_from={CommentStatus.HIDDEN},
        effect=commenting.publish_comment,
    )


def hold_comment_again(*, comment: Comment, actor: User, reverses: Decision) -> Decision | None:
    """Let a comment wait again, for the reasons that it waited for before a decision. None if it is gone, or waits."""
    reasons = reverses.evidence["held_reasons"]
    return _decide(
        Verb.HOLD,
        comment=comment,
        ruling=Ruling(actor, Reason.OTHER, reverses=reverses),
        moves_from={CommentStatus.PUBLISHED, CommentStatus.HIDDEN},
        effect=lambda comment: commenting.hold_comment(comment, reasons=reasons),
    )


@transaction.atomic
def _decide(
    verb: Verb,
    *,
    comment: Comment,
    ruling: Ruling,
    moves_from: set[CommentStatus],
    effect: Callable[[Comment], object],
) -> Decision | None:
    """Lock, judge, record, act. The comment's row is locked before that of its post."""
    comments = Comment.objects.select_for_update(of=("self",)).select_related("author", "post")
    comment = comments.get(pk=comment.pk)
    if comment.status not in moves_from:
        return None
    decision = record(verb, subject=_subject(comment), ruling=ruling)
    effect(comment)
    is_spam = lesson_of(verb, ruling)
    if is_spam is not None and ruling.actor is not None:
        teaching.teach_comment(comment, is_spam=is_spam)
    return decision


def _subject(comment: Comment) -> Subject:
    return Subject(
        kind=SubjectKind.COMMENT,
        pk=comment.pk,
        member_pk=comment.author_id,
        category_pk=comment.post.category_id,
        label=" ".join(comment.body.split())[:LABEL_LENGTH],
        evidence={
            "author": comment.author.username,
            "post": comment.post_id,
            "status": comment.status,
            "held_reasons": comment.held_reasons,
            "body": comment.body,
        },
    )
