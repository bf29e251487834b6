"""What a moderator decided about an application, by mail: the applicant cannot sign in to look."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.delivery.mail import site_name
from accounts.delivery.rounds import send_each
from accounts.models import Applicant, ApplicantState

# A round takes so many, the longest due first; a message that was not sent is due again after the lease.
MOST: Final = 50
LEASE: Final = timedelta(minutes=10)

logger = logging.getLogger(__name__)


def send_due(*, now: datetime | None = None) -> int:
    """Send the answers that are due; returns how many went out. Safe twice and at once: the update is the claim.

    Effects: a message that the server takes, or refuses for good, clears `mail_due_at`. Where the server fails, the
    round ends, is logged once, and the rest is due still.
    """
    now = now or timezone.now()
    due = Applicant.objects.filter(mail_due_at__lte=now).select_related("member")
    found = list(due.order_by("mail_due_at", "pk")[:MOST])
    if not found:
        return 0
    return send_each(
        found,
        lambda applicant, connection: (
            _claim(applicant, now=now) and _send(applicant, connection=connection)
        ),
        what="Answers to applicants are",
    )


def _claim(applicant: Applicant, *, now: datetime) -> bool:
    """Whether this round, and no other, sends it."""
    unclaimed = Applicant.objects.filter(pk=applicant.pk, mail_due_at=applicant.mail_due_at)
    return bool(unclaimed.update(mail_due_at=now + LEASE))


def _send(applicant: Applicant, *, connection: Any) -> bool:
    """Whether a message went out; who has left meanwhile has no address."""
    address = applicant.member.email
    if address:
        try:
            compose(applicant, address=address, connection=connection).send()
        except SMTPRecipientsRefused as refused:
            logger.warning(
                "An answer to %s is refused for good: %s", applicant.pk, refused.recipients
            )
            address = ""
    Applicant.objects.filter(pk=applicant.pk).update(mail_due_at=None)
    return bool(address)


def compose(applicant: Applicant, *, address: str, connection: Any = None) -> EmailMessage:
    """The answer in the applicant's language; of a refusal it says no more than that, for the reasons are the moderators'."""
    member = applicant.member
    with translation.override(member.language or settings.LANGUAGE_CODE):
        site, is_accepted = site_name(), applicant.state == ApplicantState.ACCEPTED
        subject = _("Welcome to %(site)s") if is_accepted else _("Your application to %(site)s")
        context = {
            "member": member,
            "is_accepted": is_accepted,
            "site_name": site,
            "sign_in_url": settings.BASE_URL + reverse("account_login"),
        }
        return EmailMessage(
            " ".join((subject % {"site": site}).split()),
            render_to_string("accounts/email/answer.txt", context),
            to=[address],
            connection=connection,
            headers={"Auto-Submitted": "auto-generated"},
        )
