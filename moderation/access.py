"""The doors of moderation: each subject is fetched through the door of its own app."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse

from accounts.models import User
from feed import access
from feed.errors import NotAllowedError, NotFoundError
from feed.models import Comment, PendingEdit, Post, SpamCampaign
from moderation.models import Appeal, CaseKind, Decision, SubjectKind

Reported = Post | Comment | User


@dataclass(frozen=True)
class Reportable:
    """What a member may complain about, as it is named to him."""

    kind: SubjectKind
    pk: int
    subject: Reported
    author: User
    label: str
    url: str


def reportable_for(member: User, kind: SubjectKind, pk: int) -> Reportable:
    """A subject that this member sees and did not make.

    Raises:
        NotFoundError: it is gone, or this member may not see it.
        NotAllowedError: it is the member's own.
    """
    found = _FINDERS[kind](member, pk)
    if found.author.pk == member.pk:
        raise NotAllowedError
    return found


def decision_for(member: User, pk: int) -> Decision:
    """A decision that concerns this member, or any for a moderator. Raises NotFoundError."""
    decisions = Decision.objects.filter(pk=min(pk, access.MAX_PK))
    if not member.is_moderator:
        decisions = decisions.filter(member_pk=member.pk)
    found = decisions.first()
    if found is None:
        raise NotFoundError
    return found


def require_moderator(member: User) -> User:
    """Raises NotAllowedError."""
    if not member.is_moderator:
        raise NotAllowedError
    return member


def case_for(moderator: User, kind: CaseKind, pk: int) -> Model:
    """What a moderator decides about, in whatever state. Raises NotAllowedError, NotFoundError."""
    require_moderator(moderator)
    model: Any = _CASES.get(kind)
    found: Model | None = model.objects.filter(pk=min(pk, access.MAX_PK)).first() if model else None
    if found is None:
        raise NotFoundError
    return found


def own_decision_for(member: User, pk: int) -> Decision:
    """A decision that concerns this member. Raises NotFoundError."""
    found = Decision.objects.filter(pk=min(pk, access.MAX_PK), member_pk=member.pk).first()
    if found is None:
        raise NotFoundError
    return found


def own_appeal_for(member: User, decision_pk: int) -> Appeal:
    """The member's own appeal about a decision. Raises NotFoundError."""
    appeals = Appeal.objects.select_related("decision").filter(member=member)
    found: Appeal | None = appeals.filter(decision=min(decision_pk, access.MAX_PK)).first()
    if found is None:
        raise NotFoundError
    return found


def address_after(member: User, subject: Reportable) -> str:
    """Where to go on: to the subject, or to the front page if the reports have hidden it."""
    try:
        return reportable_for(member, subject.kind, subject.pk).url
    except NotFoundError:
        return reverse("feed:latest")


def _post(member: User, pk: int) -> Reportable:
    post = access.post_for(member, pk)
    if not post.is_live and not member.is_moderator:
        raise NotFoundError
    return Reportable(
        SubjectKind.POST, post.pk, post, post.author, post.title, post.get_absolute_url()
    )


def _comment(member: User, pk: int) -> Reportable:
    comment = access.comment_for(member, pk)
    if comment.is_deleted:
        raise NotFoundError
    label = " ".join(comment.body.split())
    return Reportable(
        SubjectKind.COMMENT, pk, comment, comment.author, label, comment.get_absolute_url()
    )


def _member(_member: User, pk: int) -> Reportable:
    other = User.objects.filter(pk=min(pk, access.MAX_PK), is_active=True).first()
    if other is None:
        raise NotFoundError
    return Reportable(SubjectKind.MEMBER, pk, other, other, other.name, other.get_absolute_url())


_FINDERS = {SubjectKind.POST: _post, SubjectKind.COMMENT: _comment, SubjectKind.MEMBER: _member}
_CASES: dict[CaseKind, type[Model]] = {
    CaseKind.POST: Post,
    CaseKind.COMMENT: Comment,
    CaseKind.MEMBER: User,
    CaseKind.EDIT: PendingEdit,
    CaseKind.CAMPAIGN: SpamCampaign,
    CaseKind.APPEAL: Appeal,
}
