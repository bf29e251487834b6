"""What is complained about."""

from collections.abc import Collection
from typing import Any, Final

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Left

from accounts.models import User
from feed.models import Comment, Judgement, Post, RuleHit
from moderation.models import Report, ReportReason, SubjectKind

# Letters of a comment by which it is called in a list.
NAME_LENGTH: Final = 80


def is_reported(kind: SubjectKind, pk: int) -> bool:
    """Whether a complaint, a rule that only notifies, or a suspicion about a member's words still waits for a moderator."""
    reports = Report.objects.about(kind, pk).unanswered().values_list("pk")
    hits = RuleHit.objects.about_case(kind, pk).unanswered().values_list("pk")
    rows: list[Any] = [hits.order_by()]
    if kind == SubjectKind.MEMBER:
        rows.append(Judgement.objects.about_member(pk).unanswered().order_by().values_list("pk"))
    return bool(reports.order_by().union(*rows)[:1])


def reports_about(kind: SubjectKind, pk: int) -> list[Report]:
    """The latest complaints, newest first."""
    reports = Report.objects.about(kind, pk).select_related("reporter", "reason")
    return list(reports.order_by("-pk")[:20])


def offered_reasons() -> QuerySet[ReportReason]:
    """What members may choose from."""
    return ReportReason.objects.filter(is_offered=True)


def own_reports(member: User) -> QuerySet[Report]:
    """What a member has complained about."""
    return Report.objects.filter(reporter=member).select_related("reason")


def about_texts_in(category_pks: Collection[int]) -> Q:
    """Reports on posts and comments that lie in these categories."""
    posts = Post.objects.filter(category__in=category_pks).values("pk")
    comments = Comment.objects.filter(post__category__in=category_pks).values("pk")
    return Q(subject_kind=SubjectKind.POST, subject_pk__in=posts) | Q(
        subject_kind=SubjectKind.COMMENT, subject_pk__in=comments
    )


def with_names(reports: QuerySet[Report]) -> QuerySet[Report]:
    """With `subject_name`: title, beginning of the comment or username; None for what is gone. No query of its own."""
    key = OuterRef("subject_pk")
    names = {
        SubjectKind.POST: Post.objects.filter(pk=key).order_by().values("title"),
        SubjectKind.COMMENT: Comment.objects.filter(pk=key)
        .order_by()
        .values(beginning=Left("body", NAME_LENGTH)),
        SubjectKind.MEMBER: User.objects.filter(pk=key).order_by().values("username"),
    }
    whens = [When(subject_kind=kind, then=Subquery(rows[:1])) for kind, rows in names.items()]
    return reports.annotate(subject_name=Case(*whens, output_field=CharField()))
