"""Mail that a request sends: handed over at once, or kept for the sweeper where the mail server is away."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any, Final

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.utils import timezone

from accounts.delivery.rounds import send_each, server
from accounts.models import Letter

# A round takes so many, the longest due first; a message that was not sent is due again after the lease.
MOST: Final = 50
LEASE: Final = timedelta(minutes=5)
# Links in them live for so long (PASSWORD_RESET_TIMEOUT, and allauth's for addresses).
STALE_AFTER: Final = timedelta(days=3)

logger = logging.getLogger(__name__)


def send_or_keep(message: EmailMessage) -> bool:
    """Whether the mail server took it, or refused it for good; otherwise it is a row, and due at once.

    Requests wait for a silent server once (config.breaker).
    """
    if server.may_ask():
        try:
            message.send()
        except SMTPRecipientsRefused:
            logger.warning("A letter is refused for good.")
        except (SMTPException, OSError) as error:
            server.failed()
            logger.warning("A letter is not sent now, and will be tried again: %s", error)
            _keep(message)
            return False
        server.worked()
        return True
    _keep(message)
    return False


def send_due(*, now: datetime | None = None) -> int:
    """Send what is due; returns how many went out. Safe twice and at once: the update is the claim.

    Effects: a letter that the server takes, or refuses for good, is removed, and so is one that is stale. Where the
    server fails, the round ends, is logged once, and the rest is due still.
    """
    now = now or timezone.now()
    Letter.objects.filter(created_at__lt=now - STALE_AFTER).delete()
    found = list(Letter.objects.filter(due_at__lte=now).order_by("due_at", "pk")[:MOST])
    if not found:
        return 0
    return send_each(
        found,
        lambda letter, connection: _claim(letter, now=now) and _send(letter, connection=connection),
        what="Letters are",
    )


def _keep(message: EmailMessage) -> None:
    """One address and, beside the text, one page at most: that is what allauth writes."""
    pages: Sequence[Any] = getattr(message, "alternatives", ())
    Letter.objects.create(
        to=message.to[0],
        subject=str(message.subject),
        text=str(message.body),
        html=str(pages[0][0]) if pages else "",
    )


def _claim(letter: Letter, *, now: datetime) -> bool:
    """Whether this round, and no other, sends it."""
    unclaimed = Letter.objects.filter(pk=letter.pk, due_at=letter.due_at)
    return bool(unclaimed.update(due_at=now + LEASE))


def _send(letter: Letter, *, connection: Any) -> bool:
    """Whether the server took it; one that it refuses for good is gone as well."""
    message = EmailMultiAlternatives(
        letter.subject, letter.text, to=[letter.to], connection=connection
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    is_taken = True
    try:
        message.send()
    except SMTPRecipientsRefused:
        logger.warning("Letter %s is refused for good.", letter.pk)
        is_taken = False
    letter.delete()
    return is_taken
