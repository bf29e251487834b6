"""How many cases wait for a moderator, and which of them not for this one."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from accounts.models import Applicant, User
from feed.models import (
    MEMBER_KINDS,
    CampaignStatus,
    Comment,
    CommentStatus,
    Judgement,
    PendingEdit,
    Post,
    PostStatus,
    RuleHit,
    SpamCampaign,
)
from moderation.models import Appeal, CaseKind, Claim, Report
from moderation.selectors.reports import about_texts_in


def waiting_count(category_pks: Collection[int] | None = None) -> int:
    """Cases that wait; a held post with reports is one. `category_pks`: only texts of these categories. One query."""
    if category_pks is not None:
        return _count_in(category_pks)
    return _count(
        Report.objects.unanswered().order_by().values_list("subject_kind", "subject_pk"),
        _keys(CaseKind.POST, Post.objects.filter(status=PostStatus.HELD)),
        _keys(CaseKind.COMMENT, Comment.objects.filter(status=CommentStatus.HELD)),
        _keys(CaseKind.EDIT, PendingEdit.objects.waiting()),
        _keys(CaseKind.APPEAL, Appeal.objects.unanswered()),
        _keys(CaseKind.APPLICANT, Applicant.objects.waiting()),
        _keys(CaseKind.CAMPAIGN, SpamCampaign.objects.filter(status=CampaignStatus.FOUND)),
        _hit_keys(),
        _doubted_keys(),
    )


def out_of_turn(member: User, *, now: datetime) -> frozenset[str]:
    """Cases that this member does not decide now, each "kind:pk": another looks at them, or they are about the own decision
    or by oneself. One query.
    """
    claims = Claim.objects.filter(until__gt=now).exclude(moderator=member).order_by()
    own = Appeal.objects.unanswered().filter(Q(decision__actor=member) | Q(member=member))
    pairs = claims.values_list("kind", "subject_pk").union(_keys(CaseKind.APPEAL, own))
    return frozenset(f"{kind}:{pk}" for kind, pk in pairs)


def case_kind_of(kind: str) -> str:
    """Under which kind of case a text stands: a name and a profile are their member's."""
    return CaseKind.MEMBER if kind in MEMBER_KINDS else kind


def _count_in(category_pks: Collection[int]) -> int:
    posts = Post.objects.filter(category__in=category_pks)
    comments = Comment.objects.filter(post__category__in=category_pks)
    reports, hits = Report.objects.unanswered(), RuleHit.objects.unanswered()
    asked = Q(kind=CaseKind.POST, subject_pk__in=posts.values("pk")) | Q(
        kind=CaseKind.COMMENT, subject_pk__in=comments.values("pk")
    )
    in_reach = reports.filter(about_texts_in(category_pks)).order_by()
    return _count(
        in_reach.values_list("subject_kind", "subject_pk"),
        hits.filter(asked).order_by().values_list("kind", "subject_pk"),
        _keys(CaseKind.POST, posts.filter(status=PostStatus.HELD)),
        _keys(CaseKind.COMMENT, comments.filter(status=CommentStatus.HELD)),
    )


def _count(first: "QuerySet[Any]", *others: Any) -> int:
    return int(first.union(*others).count())


def _hit_keys() -> Any:
    member = When(kind__in=MEMBER_KINDS, then=Value(CaseKind.MEMBER.value))
    hits = RuleHit.objects.unanswered().order_by()
    case = Case(member, default=F("kind"), output_field=CharField())
    return hits.annotate(case=case).values_list("case", "subject_pk")


def _doubted_keys() -> Any:
    name = Value(CaseKind.MEMBER.value, output_field=CharField())
    doubts = Judgement.objects.unanswered().filter(kind__in=MEMBER_KINDS).order_by()
    return doubts.annotate(case=name).values_list("case", "subject_pk")


def _keys(kind: CaseKind, rows: "QuerySet[Any]") -> Any:
    """Pairs of kind and key, as of the reports."""
    name = Value(kind.value, output_field=CharField())
    return rows.order_by().annotate(case=name).values_list("case", "pk")
