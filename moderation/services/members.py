"""Decisions about members."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.access import set_active
from moderation.errors import NotYoursToDecideError
from moderation.models import Decision, Reason, SubjectKind, Verb
from moderation.selectors.reports import is_reported
from moderation.services.records import Ruling, Subject, record


@transaction.atomic
def suspend_member(*, member: User, actor: User, reason: Reason, note: str = "") -> Decision | None:
    """Keep a member out, from the next request on; what the member wrote stays. None if it is so already.

    Raises:
        NotAllowedError: the actor is no moderator.
        NotYoursToDecideError: the member is the actor, an administrator, or staff and the actor no administrator.
    """
    return _decide(Verb.SUSPEND, member=member, ruling=Ruling(actor, reason, note))


@transaction.atomic
def reinstate_member(
    *, member: User, actor: User, reason: Reason = Reason.IN_ORDER, note: str = ""
) -> Decision | None:
    """Let a suspended member in again. None if the member is not suspended. Raises as `suspend_member`."""
    return _decide(Verb.REINSTATE, member=member, ruling=Ruling(actor, reason, note))


@transaction.atomic
def keep_member(
    *, member: User, actor: User, reason: Reason = Reason.IN_ORDER, note: str = ""
) -> Decision | None:
    """Dismiss the open reports about a member. None if there are none. Raises as `suspend_member`."""
    ruling = Ruling(actor, reason, note)
    member = User.objects.select_for_update().get(pk=member.pk)
    _check_rank(actor, member)
    if not is_reported(SubjectKind.MEMBER, member.pk):
        return None
    return record(Verb.KEEP, subject=_subject(member), ruling=ruling)


def _decide(verb: Verb, *, member: User, ruling: Ruling) -> Decision | None:
    """The update is the check: of two moderators at once, one decides."""
    member = User.objects.select_for_update().get(pk=member.pk)
    if ruling.actor is not None:
        _check_rank(ruling.actor, member)
    subject = _subject(member)
    if not set_active(member, is_active=verb is Verb.REINSTATE):
        return None
    return record(verb, subject=subject, ruling=ruling)


def _check_rank(actor: User, member: User) -> None:
    if actor.pk == member.pk:
        raise NotYoursToDecideError(_("Nobody decides about himself or herself."))
    if member.is_superuser or (member.is_staff and not actor.is_superuser):
        raise NotYoursToDecideError(
            _("%(name)s belongs to the staff; ask an administrator.") % {"name": member.name}
        )


def _subject(member: User) -> Subject:
    return Subject(
        kind=SubjectKind.MEMBER,
        pk=member.pk,
        member_pk=member.pk,
        label=member.username,
        evidence={
            "display_name": member.display_name,
            "bio": member.bio,
            "trust_level": member.trust_level,
            "is_active": member.is_active,
        },
    )
