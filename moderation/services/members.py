"""Decisions about members; what limits them is in moderation.services.sanctions."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from feed.services import teaching
from moderation.errors import NotYoursToDecideError
from moderation.models import OLD_LEVEL, Decision, Reason, SubjectKind, Verb
from moderation.selectors.reports import is_reported
from moderation.services.records import Ruling, Subject, record


@transaction.atomic
def keep_member(
    *, member: User, actor: User, reason: str = Reason.IN_ORDER, note: str = ""
) -> Decision | None:
    """Dismiss the open reports about a member, and doubts about what the member says. None if there are none. Raises as `lock_member`."""
    ruling = Ruling(actor, reason, note)
    member = lock_member(member, actor=actor)
    if not is_reported(SubjectKind.MEMBER, member.pk):
        return None
    teaching.teach_member(member, is_spam=False)
    return record(Verb.KEEP, subject=subject_of(member), ruling=ruling)


def lock_member(member: User, *, actor: User | None) -> User:
    """The row as it stands now, locked, if this actor may decide about it; None is a rule, which may.

    Raises:
        NotYoursToDecideError: the member is the actor, an administrator, or staff and the actor no administrator.
    """
    locked = User.objects.select_for_update().get(pk=member.pk)
    if actor is not None:
        _check_rank(actor, locked)
    return locked


def subject_of(member: User) -> Subject:
    """The member as decided about, as it stands at this moment."""
    return Subject(
        kind=SubjectKind.MEMBER,
        pk=member.pk,
        member_pk=member.pk,
        label=member.username,
        evidence={
            "display_name": member.display_name,
            "bio": member.bio,
            OLD_LEVEL: member.trust_level,
            "is_active": member.is_active,
        },
    )


def _check_rank(actor: User, member: User) -> None:
    if actor.pk == member.pk:
        raise NotYoursToDecideError(_("Nobody decides about himself or herself."))
    if member.is_superuser or (member.is_staff and not actor.is_superuser):
        raise NotYoursToDecideError(
            _("%(name)s belongs to the staff; ask an administrator.") % {"name": member.name}
        )
