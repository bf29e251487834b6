"""Decisions about who becomes a member."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Applicant, User
from accounts.services.signing_up import decide_application
from moderation.models import Decision, Reason, Verb
from moderation.services.members import lock_member, subject_of
from moderation.services.records import Ruling, record


@transaction.atomic
def accept_applicant(
    *, applicant: Applicant, actor: User, reason: str = Reason.IN_ORDER, note: str = ""
) -> Decision | None:
    """Let an applicant in, and tell so. None if somebody has decided already."""
    return _decide(Verb.ACCEPT, applicant=applicant, ruling=Ruling(actor, reason, note))


@transaction.atomic
def refuse_applicant(
    *, applicant: Applicant, actor: User, reason: str, note: str = ""
) -> Decision | None:
    """Keep an applicant out; the account stays closed. None if somebody has decided already."""
    return _decide(Verb.REFUSE, applicant=applicant, ruling=Ruling(actor, reason, note))


def _decide(verb: Verb, *, applicant: Applicant, ruling: Ruling) -> Decision | None:
    """The member's row is locked before that of the application."""
    subject = subject_of(lock_member(applicant.member, actor=ruling.actor))
    is_accepted = verb is Verb.ACCEPT
    if not decide_application(applicant, is_accepted=is_accepted, now=timezone.now()):
        return None
    return record(verb, subject=subject, ruling=ruling)
