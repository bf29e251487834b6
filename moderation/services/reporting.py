"""Complaints of members, and what follows from them at once."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from accounts.models import EventKind, TrustRule, User
from accounts.services.webhooks import announce
from feed.models import Comment, Post, ReaderState
from moderation.access import Reportable
from moderation.models import Decision, Reason, Report, ReportReason, SubjectKind
from moderation.services.comments import hide_comment
from moderation.services.posts import hide_post
from moderation.weighing import weight_to_hide

ACTIVE_WITHIN: Final = timedelta(days=30)
# A quarrel is remembered for so long where the subject is a member, who is in many threads.
QUARREL_WITHIN: Final = timedelta(days=7)

LOCKED: Final[dict[SubjectKind, Any]] = {
    SubjectKind.POST: Post.objects,
    SubjectKind.COMMENT: Comment.objects,
    SubjectKind.MEMBER: User.objects,
}


@transaction.atomic
def report(
    *, reporter: User, subject: Reportable, reason: ReportReason, words: str = ""
) -> tuple[Report, bool]:
    """Keep a complaint; the constraint holds that each member complains once of each subject.

    Where the weights of the open reports reach the threshold of the site, a post or comment is hidden by rule. The
    reports stay open, so that the case stays in the queue until a moderator has looked.

    Returns:
        The report, and whether it is new; the first one counts.
    """
    _lock(subject)
    made, is_new = Report.objects.get_or_create(
        reporter=reporter,
        subject_kind=subject.kind,
        subject_pk=subject.pk,
        defaults={
            "reason": reason,
            "words": words,
            "weight": weight_of(reporter, subject=subject, now=timezone.now()),
        },
    )
    if is_new:
        _herald(made)
        _hide_if_due(subject)
    return made, is_new


def _herald(report: Report) -> None:
    """Who complained is not told."""
    about = {"kind": report.subject_kind, "subject": report.subject_pk}
    announce(EventKind.REPORT_MADE, data=about | {"reason": report.reason.code})


def weight_of(reporter: User, *, subject: Reportable, now: datetime) -> float:
    """What the reporter's level gives a report, 0 in a quarrel with the author."""
    if _is_quarrel(reporter, subject=subject, now=now):
        return 0.0
    rule = TrustRule.objects.filter(level=reporter.trust_level).first()
    return rule.report_weight if rule else 1.0


def _lock(subject: Reportable) -> None:
    """Reports on one subject come one after the other, so that each sees the weight of those before."""
    rows = LOCKED[subject.kind].select_for_update(of=("self",)).filter(pk=subject.pk)
    list(rows.values_list("pk"))


def _is_quarrel(reporter: User, *, subject: Reportable, now: datetime) -> bool:
    """Whether the two have answered each other where this was written."""
    author = subject.author
    answers = Comment.objects.filter(
        Q(author=reporter, parent__author=author) | Q(author=author, parent__author=reporter)
    )
    if isinstance(subject.subject, Post):
        return answers.filter(post=subject.subject).exists()
    if isinstance(subject.subject, Comment):
        return answers.filter(post=subject.subject.post_id).exists()
    return answers.filter(created_at__gte=now - QUARREL_WITHIN).exists()


def _hide_if_due(subject: Reportable) -> Decision | None:
    unanswered = Report.objects.about(subject.kind, subject.pk).unanswered()
    weight = unanswered.aggregate(sum=Sum("weight"))["sum"] or 0.0
    if weight < weight_to_hide(_active_members()):
        return None
    heaviest = (
        unanswered.values("reason__decides_as").annotate(sum=Sum("weight")).order_by("-sum").first()
    )
    reason = heaviest["reason__decides_as"] if heaviest else Reason.OTHER
    if isinstance(subject.subject, Post):
        return hide_post(post=subject.subject, actor=None, reason=reason)
    if isinstance(subject.subject, Comment):
        return hide_comment(comment=subject.subject, actor=None, reason=reason)
    return None


def _active_members() -> int:
    return ReaderState.objects.filter(seen_at__gte=timezone.now() - ACTIVE_WITHIN).count()
