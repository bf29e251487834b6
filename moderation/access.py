"""The doors of moderation: each subject is fetched through the door of its own app."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.urls import reverse

from accounts.models import CATEGORY_MODERATORS, EDITORS, Applicant, User
from feed import access
from feed.errors import NotAllowedError, NotFoundError
from feed.models import Category, Comment, PendingEdit, Post, SpamCampaign, WrittenRule
from moderation.models import Appeal, Batch, CaseKind, Decision, SubjectKind, Verb

# What editors decide: what is shown where, not what may stand.
EDITORIAL: Final = frozenset({Verb.FEATURE, Verb.UNFEATURE, Verb.PIN, Verb.UNPIN})

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


def may_decide(actor: User, verb: Verb, *, kind: SubjectKind, category_pk: int | None) -> bool:
    """Moderators everything; category moderators posts and comments of their categories; editors what is shown where.

    `category_pk`: in which category the subject lies; None for what lies in none.
    """
    if actor.is_moderator:
        return True
    if kind is SubjectKind.POST and verb in EDITORIAL and EDITORS in actor.roles:
        return True
    is_text = kind in (SubjectKind.POST, SubjectKind.COMMENT)
    return is_text and category_pk is not None and category_pk in categories_of(actor)


def categories_of(actor: User) -> frozenset[int]:
    """Which categories a category moderator looks after; empty for who is none. A query for who is one."""
    if CATEGORY_MODERATORS not in actor.roles:
        return frozenset()
    rows = Category.moderators.through.objects.filter(user_id=actor.pk)
    return frozenset(rows.values_list("category_id", flat=True))


def may_do_to_texts(actor: User) -> bool:
    """Whether somebody decides what may stand, somewhere at least."""
    return actor.is_moderator or CATEGORY_MODERATORS in actor.roles


def is_in_reach(actor: User, kind: CaseKind, pk: int) -> bool:
    """Whether a case lies in a category that this category moderator looks after."""
    mine = categories_of(actor)
    if kind is CaseKind.POST:
        return Post.objects.filter(pk=pk, category__in=mine).exists()
    return (
        kind is CaseKind.COMMENT and Comment.objects.filter(pk=pk, post__category__in=mine).exists()
    )


def narrowed(rows: QuerySet[Any], actor: User, category: str) -> QuerySet[Any]:
    """Of rows with a look-up to their category, those that this person works with: all, or those of one's categories."""
    if actor.is_moderator or EDITORS in actor.roles or CATEGORY_MODERATORS not in actor.roles:
        return rows
    return rows.filter(**{f"{category}__in": categories_of(actor)})


def require_desk(member: User) -> User:
    """Somebody who decides about something. Raises NotAllowedError."""
    if not member.has_desk:
        raise NotAllowedError
    return member


def require_moderator(member: User) -> User:
    """Raises NotAllowedError."""
    if not member.is_moderator:
        raise NotAllowedError
    return member


def require_administrator(member: User) -> User:
    """Raises NotAllowedError."""
    if not member.is_superuser:
        raise NotAllowedError
    return member


def batch_for(moderator: User, pk: int) -> Batch:
    """An act on many texts, with who did it. Raises NotAllowedError, NotFoundError."""
    require_moderator(moderator)
    acts = Batch.objects.select_related("actor", "undone_by")
    found = acts.filter(pk=min(pk, access.MAX_PK)).first()
    if found is None:
        raise NotFoundError
    return found


def case_for(moderator: User, kind: CaseKind, pk: int) -> Model:
    """What a moderator, or one of its category, decides about, in whatever state. Raises NotAllowedError, NotFoundError."""
    if not moderator.is_moderator and not is_in_reach(moderator, kind, min(pk, access.MAX_PK)):
        raise NotAllowedError
    model: Any = _CASES.get(kind)
    found: Model | None = model.objects.filter(pk=min(pk, access.MAX_PK)).first() if model else None
    if found is None:
        raise NotFoundError
    return found


def rules_for(member: User) -> "QuerySet[WrittenRule]":
    """All written rules with their conditions, by name. Raises NotAllowedError: no moderator."""
    require_moderator(member)
    return WrittenRule.objects.prefetch_related("conditions").order_by("name")


def rule_for(member: User, pk: int) -> WrittenRule:
    """Raises NotAllowedError, NotFoundError."""
    found = rules_for(member).filter(pk=min(pk, access.MAX_PK)).first()
    if found is None:
        raise NotFoundError
    return found


def appeal_for(member: User, decision_pk: int) -> Appeal:
    """The appeal about a decision: the member's own, or any for a moderator. Raises NotFoundError."""
    if not member.is_moderator:
        return own_appeal_for(member, decision_pk)
    appeals = Appeal.objects.select_related("decision")
    found: Appeal | None = appeals.filter(decision=min(decision_pk, access.MAX_PK)).first()
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
    CaseKind.APPLICANT: Applicant,
}
