"""What a moderator sees beside a case."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from accounts.models import User
from feed.models import Comment, Post, PostStatus
from feed.models.comment import CommentStatus
from moderation.models import Decision, Report, SubjectKind
from moderation.selectors.reports import reports_about

RECENT: Final = 5


@dataclass(frozen=True)
class AuthorRecord:
    """How an author has done so far; `recent`: the latest posts but the one under review, newest first."""

    author: User
    published_count: int
    held_count: int
    hidden_count: int
    recent: list[Post]


@dataclass(frozen=True)
class Review:
    """A case with its context; `decisions`, `reports`: newest first."""

    author: AuthorRecord
    decisions: list[Decision]
    reports: list[Report]


@dataclass(frozen=True)
class HeldCounts:
    """What waits for a moderator."""

    posts: int
    comments: int


def review_post(post: Post) -> Review:
    return Review(
        author=_record_of(post.author, but=post.pk),
        decisions=decisions_about(SubjectKind.POST, post.pk),
        reports=reports_about(SubjectKind.POST, post.pk),
    )


def review_comment(comment: Comment) -> Review:
    return Review(
        author=_record_of(comment.author, but=None),
        decisions=decisions_about(SubjectKind.COMMENT, comment.pk),
        reports=reports_about(SubjectKind.COMMENT, comment.pk),
    )


def review_member(member: User) -> Review:
    return Review(
        author=_record_of(member, but=None),
        decisions=decisions_about(SubjectKind.MEMBER, member.pk),
        reports=reports_about(SubjectKind.MEMBER, member.pk),
    )


def decisions_about(kind: SubjectKind, pk: int) -> list[Decision]:
    return list(Decision.objects.about(kind, pk).select_related("actor").newest_first()[:RECENT])


def held_counts() -> HeldCounts:
    return HeldCounts(
        posts=Post.objects.filter(status=PostStatus.HELD).count(),
        comments=Comment.objects.filter(status=CommentStatus.HELD).count(),
    )


def _record_of(author: User, *, but: int | None) -> AuthorRecord:
    posts = Post.objects.by(author)
    counts = posts.aggregate(
        **{
            status: Count("pk", filter=Q(status=status))
            for status in (PostStatus.PUBLISHED, PostStatus.HELD, PostStatus.HIDDEN)
        }
    )
    others = posts.exclude(pk=but) if but else posts
    recent = others.exclude(status=PostStatus.DRAFT).only("title", "status", "slug")
    return AuthorRecord(
        author=author,
        published_count=counts[PostStatus.PUBLISHED],
        held_count=counts[PostStatus.HELD],
        hidden_count=counts[PostStatus.HIDDEN],
        recent=list(recent.order_by("-pk")[:RECENT]),
    )
