"""Sanctions: what a member may not do for a while, each with a reason and an end; nothing is done in secret."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from django.db import transaction
from django.utils import timezone

from accounts.models import NO_END, User
from accounts.services import access
from feed.services import teaching
from moderation.models import Decision, Reason, SubjectKind, Verb
from moderation.services.members import lock_member, subject_of
from moderation.services.records import Ruling, record

# Two ends that lie closer together are one: of two moderators at once, one decides.
LEAST_CHANGE: Final = timedelta(hours=1)
BATCH: Final = 100


class _Apply(Protocol):
    def __call__(self, member: User, *, until: datetime | None) -> None: ...


@dataclass(frozen=True)
class Sanction:
    """One kind. `column`: of the member, holds the end; `apply`: sets it."""

    takes: Verb
    lifts: Verb
    column: str
    apply: _Apply
    is_on: Callable[[User], bool]

    def end_of(self, member: User) -> datetime | None:
        end: datetime | None = getattr(member, self.column)
        return end


SILENCE: Final = Sanction(
    Verb.SILENCE,
    Verb.UNSILENCE,
    "silenced_until",
    access.silence,
    lambda member: member.is_silenced,
)
SUSPENSION: Final = Sanction(
    Verb.SUSPEND, Verb.REINSTATE, "suspended_until", access.suspend,
    lambda member: member.is_suspended or not member.is_active,
)  # fmt: skip
SANCTIONS: Final = (SILENCE, SUSPENSION)


@transaction.atomic
def warn_member(*, member: User, actor: User, reason: str, note: str = "") -> Decision | None:
    """Tell a member that something must not happen again; nothing else changes.

    Raises:
        NotAllowedError: the actor is no moderator.
        NotYoursToDecideError: the member is the actor, an administrator, or staff and the actor no administrator.
    """
    ruling = Ruling(actor, reason, note)
    member = lock_member(member, actor=actor)
    return record(Verb.WARN, subject=subject_of(member), ruling=ruling)


def silence_member(
    *, member: User, actor: User, reason: str, note: str = "", until: datetime = NO_END
) -> Decision | None:
    """Let a member only read until then. None if that is so already. Raises as `warn_member`."""
    return _take(SILENCE, member=member, ruling=Ruling(actor, reason, note), until=until)


def unsilence_member(
    *, member: User, actor: User, reason: str = Reason.IN_ORDER, note: str = ""
) -> Decision | None:
    """Let a silenced member write again. None if the member may write. Raises as `warn_member`."""
    return _lift(SILENCE, member=member, ruling=Ruling(actor, reason, note))


def suspend_member(
    *, member: User, actor: User, reason: str, note: str = "", until: datetime = NO_END
) -> Decision | None:
    """Keep a member out until then, from the next request on; what the member wrote stays. None if that is so already.

    The member may still sign in to read why, to appeal and to take the own data along. Raises as `warn_member`.
    """
    return _take(SUSPENSION, member=member, ruling=Ruling(actor, reason, note), until=until)


def reinstate_member(
    *, member: User, actor: User, reason: str = Reason.IN_ORDER, note: str = ""
) -> Decision | None:
    """Let a suspended member in again. None if the member is not suspended, or has left. Raises as `warn_member`."""
    return _lift(SUSPENSION, member=member, ruling=Ruling(actor, reason, note))


@transaction.atomic
def settle(sanction: Sanction, *, member_pk: int, ruling: Ruling) -> Decision | None:
    """Take back the decision that `ruling.reverses`: what holds then is what the newest decision that stands says.

    None where the member is gone.
    """
    member = User.objects.select_for_update().filter(pk=member_pk).first()
    if member is None:
        return None
    decision = record(sanction.lifts, subject=subject_of(member), ruling=ruling)
    end = standing_end(sanction, member_pk=member.pk)
    sanction.apply(member, until=end if end and end > timezone.now() else None)
    return decision


def end_due(*, now: datetime) -> int:
    """End the sanctions whose time is over, at most BATCH of a kind; returns how many. Safe to run twice and at once."""
    return sum(_end_all(sanction, now=now) for sanction in SANCTIONS)


def standing_end(sanction: Sanction, *, member_pk: int) -> datetime | None:
    """When the newest decision that was not taken back lets the sanction end; None if it lifts it, or there is none."""
    newest = (
        Decision.objects.about(SubjectKind.MEMBER, member_pk)
        .filter(verb__in=(sanction.takes, sanction.lifts), reversal=None, reverses=None)
        .newest_first()
        .first()
    )
    if newest is None or newest.verb == sanction.lifts:
        return None
    return newest.expires_at or NO_END


@transaction.atomic
def _take(sanction: Sanction, *, member: User, ruling: Ruling, until: datetime) -> Decision | None:
    """The row's lock is the check: of two moderators at once, one decides."""
    member = lock_member(member, actor=ruling.actor)
    end = sanction.end_of(member)
    if member.left_at or (end and abs(until - end) < LEAST_CHANGE):
        return None
    subject = subject_of(member)
    sanction.apply(member, until=until)
    ruling = replace(ruling, expires_at=None if until == NO_END else until)
    if sanction is SUSPENSION and ruling.grounds.is_spam:
        teaching.teach_member(member, is_spam=True)
    return record(sanction.takes, subject=subject, ruling=ruling)


@transaction.atomic
def _lift(sanction: Sanction, *, member: User, ruling: Ruling) -> Decision | None:
    member = lock_member(member, actor=ruling.actor)
    if member.left_at or not sanction.is_on(member):
        return None
    subject = subject_of(member)
    sanction.apply(member, until=None)
    if sanction is SUSPENSION:  # accounts were closed so before suspensions had an end
        access.set_active(member, is_active=True)
    return record(sanction.lifts, subject=subject, ruling=ruling)


def _end_all(sanction: Sanction, *, now: datetime) -> int:
    due = User.objects.filter(**{f"{sanction.column}__lte": now}).order_by(sanction.column, "pk")
    return sum(_end(sanction, pk, now=now) for pk in due.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _end(sanction: Sanction, pk: int, *, now: datetime) -> bool:
    rows = User.objects.select_for_update(skip_locked=True)
    member = rows.filter(pk=pk, **{f"{sanction.column}__lte": now}).first()
    if member is None:
        return False
    record(sanction.lifts, subject=subject_of(member), ruling=Ruling(None, Reason.IN_ORDER))
    sanction.apply(member, until=None)
    return True
