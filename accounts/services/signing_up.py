"""Who may become a member, at once or after a moderator's look."""

import secrets
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import tasks
from accounts.errors import InvitationRefusedError
from accounts.mail_domains import is_disposable
from accounts.models import (
    Applicant,
    ApplicantState,
    BlockKind,
    Invitation,
    SignUpBlock,
    SignUpMode,
    SignUpPolicy,
    User,
)

LASTS: Final = timedelta(days=30)
# Names of what makes a sign-up suspicious; stored in English, translated where they are shown.
FILLED_TRAP: Final = gettext_noop("filled in a field that people do not see")
CAME_FROM: Final = gettext_noop("came from an unwanted website")
ASKED_TO_APPLY: Final = gettext_noop("everybody applies")
# Tools by which sellers of links look for sites; moderators add others.
SELLERS: Final = frozenset({"ahrefs.com", "semrush.com", "moz.com", "majestic.com"})


def policy() -> SignUpPolicy:
    """The one row, or the defaults where nobody has saved it yet."""
    found = SignUpPolicy.objects.filter(pk=SignUpPolicy.ONLY).first()
    return found or SignUpPolicy(pk=SignUpPolicy.ONLY)


def may_sign_up(code: str) -> bool:
    """Whether a visitor gets the form; `code`: of an invitation that was opened, or ""."""
    mode = policy().mode
    if mode == SignUpMode.INVITATION:
        return bool(code) and invitation_for(code) is not None
    return mode != SignUpMode.CLOSED


def invitation_for(code: str, *, now: datetime | None = None) -> Invitation | None:
    """An invitation that still lets somebody in: unused, in time, by a member who may invite."""
    now = now or timezone.now()
    found = Invitation.objects.unused().select_related("inviter").filter(code=code[:40])
    invitation = found.filter(expires_at__gt=now, inviter__is_active=True).first()
    return invitation if invitation and may_invite(invitation.inviter) else None


def objection_to_address(address: str) -> str:
    """What to tell who signs up with an unwanted mail address; "" for others."""
    domain = address.rpartition("@")[2].lower()
    is_throwaway = policy().refuses_disposable and is_disposable(address)
    if not is_throwaway and not _blocked(BlockKind.MAIL).filter(value=domain).exists():
        return ""
    return _("Addresses at %(domain)s are not taken here. Use one that you will keep.") % {
        "domain": domain
    }


def objection_to_name(username: str) -> str:
    """What to tell who chose an unwanted username; "" for others."""
    unwanted = _blocked(BlockKind.NAME).values_list("value", flat=True)
    if any(part.lower() in username.lower() for part in unwanted):
        return _("Moderators do not take names like this one. Choose another.")
    return ""


def is_unwanted_referrer(address: str) -> bool:
    """Whether a visitor comes from a website that sellers of links work with."""
    host = (urlsplit(address).hostname or "").lower()
    unwanted = {*SELLERS, *_blocked(BlockKind.REFERRER).values_list("value", flat=True)}
    return any(host == each or host.endswith(f".{each}") for each in unwanted)


@transaction.atomic
def let_apply(member: User, *, words: str, reasons: list[str]) -> Applicant:
    """Keep a new member out until a moderator has looked."""
    User.objects.filter(pk=member.pk).update(is_active=False)
    member.is_active = False
    return Applicant.objects.create(member=member, words=words, reasons=reasons)


@transaction.atomic
def decide_application(applicant: Applicant, *, is_accepted: bool, now: datetime) -> bool:
    """Let an applicant in, or not, and say so by mail. The update is the check: False if somebody has decided already."""
    state = ApplicantState.ACCEPTED if is_accepted else ApplicantState.REFUSED
    waiting = Applicant.objects.waiting().filter(pk=applicant.pk)
    if not waiting.update(state=state, decided_at=now, mail_due_at=now):
        return False
    tasks.send_answers.delay_on_commit()
    if is_accepted:
        User.objects.filter(pk=applicant.member_id).update(is_active=True)
    return True


def invite(member: User, *, now: datetime | None = None) -> Invitation:
    """A new invitation; its code is its address.

    The member's row is locked, so that two at once cannot both be the last.

    Raises:
        InvitationRefusedError: the member may not invite, or has as many open invitations as there may be.
    """
    now = now or timezone.now()
    with transaction.atomic():
        member = User.objects.select_for_update().get(pk=member.pk)
        if not may_invite(member):
            raise InvitationRefusedError(_("You cannot invite anybody at the moment."))
        unused = Invitation.objects.unused().filter(inviter=member, expires_at__gt=now)
        most = policy().invitations_each
        if not member.is_moderator and unused.count() >= most:
            text = _("You have %(count)s open invitations, which is as many as there may be.")
            raise InvitationRefusedError(text % {"count": most})
        code = secrets.token_urlsafe(15)
        return Invitation.objects.create(inviter=member, code=code, expires_at=now + LASTS)


def may_invite(member: User | None) -> bool:
    """Who has the level, and of whose guests none is suspended: who brings spammers brings nobody for a while."""
    if member is None or not member.is_active:
        return False
    if member.is_moderator:
        return True
    return member.trust_level >= policy().invites_from and not suspended_guests(member)


def suspended_guests(member: User) -> int:
    return Invitation.objects.filter(suspended_guest(timezone.now()), inviter=member).count()


def suspended_guest(now: datetime) -> Q:
    """Invitations whose guest moderators keep out at this moment; not those who left."""
    is_out = Q(guest__suspended_until__gt=now) | Q(guest__is_active=False)
    return is_out & Q(guest__isnull=False, guest__left_at=None)


def use_invitation(invitation: Invitation, *, guest: User, now: datetime | None = None) -> None:
    """The update is the check: of two guests with one invitation, one comes in.

    Raises:
        InvitationRefusedError: it was used meanwhile.
    """
    unused = Invitation.objects.unused().filter(pk=invitation.pk)
    if not unused.update(guest=guest, used_at=now or timezone.now()):
        raise InvitationRefusedError(_("This invitation was used meanwhile. Ask for another."))


def _blocked(kind: BlockKind) -> QuerySet[SignUpBlock]:
    return SignUpBlock.objects.filter(kind=kind)
