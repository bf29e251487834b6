"""Notifications by mail: one message holds all that is due for a member, whether at once or once a day."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused
from typing import Any, Final
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from accounts.delivery.claims import Claim, claim, due_recipients
from accounts.delivery.rounds import send_each
from accounts.inserts import insert_for
from accounts.models import MailPace, Notification, User
from accounts.sentences import sentence_of
from accounts.tokens import unsubscribe_token

SUBJECT_LENGTH: Final = 120

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """One notification in a message. `url`: absolute."""

    sentence: str
    title: str
    url: str


def send_due(*, now: datetime | None = None) -> int:
    """Send what is due; returns how many messages went out.

    Effects: a message that the server takes clears `mail_due_at`. Where the server fails, the round ends, is logged
    once, and everything is due again after the lease of its claim.
    """
    now = now or timezone.now()
    members = due_recipients("mail_due_at", now=now)
    if not members:
        return 0
    return send_each(
        members,
        lambda member, connection: _send(
            claim(member, field="mail_due_at", now=now), member, now=now, connection=connection
        ),
        what="Mail is",
    )


def _send(claimed: Claim, member: User, *, now: datetime, connection: Any) -> bool:
    """Whether a message went out. Without an address that the member has confirmed, none ever does."""
    address = _confirmed_address(member)
    if not claimed.rows or address is None or member.mail_pace == MailPace.NEVER:
        claimed.settle()
        return False
    try:
        compose(member, claimed.rows, address=address, now=now, connection=connection).send()
    except SMTPRecipientsRefused as refused:
        logger.warning("Mail to member %s is refused for good: %s", member.pk, refused.recipients)
    claimed.settle()
    return True


def compose(
    member: User,
    rows: Sequence[Notification],
    *,
    address: str,
    now: datetime,
    connection: Any = None,
) -> EmailMultiAlternatives:
    """The message to one member, in his language, which one click in any mail program can stop (RFC 8058).

    Only the one of a day has room for an insert; news that comes at once comes alone.
    """
    stop_url = settings.BASE_URL + reverse("accounts:unsubscribe", args=[unsubscribe_token(member)])
    is_daily = member.mail_pace == MailPace.DAILY
    with translation.override(member.language or settings.LANGUAGE_CODE):
        context = {
            "member": member,
            "insert": insert_for(member, now=now) if is_daily else None,
            "lines": [
                Line(sentence_of(row), row.title, settings.BASE_URL + row.url) for row in rows
            ],
            "site_name": site_name(),
            "site_url": settings.BASE_URL,
            "settings_url": settings.BASE_URL + reverse("accounts:notification-settings"),
            "stop_url": stop_url,
            "language": translation.get_language(),
            "is_rtl": translation.get_language_bidi(),
        }
        message = EmailMultiAlternatives(
            _subject(rows),
            render_to_string("accounts/email/notifications.txt", context),
            to=[address],
            connection=connection,
            headers={
                "List-Unsubscribe": f"<{stop_url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "List-Id": f"<notifications.{urlsplit(settings.BASE_URL).hostname}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        html = render_to_string("accounts/email/notifications.html", context)
        message.attach_alternative(html, "text/html")
    return message


def site_name() -> str:
    """What the site calls itself in its mail: the name before its address."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[0] or str(urlsplit(settings.BASE_URL).hostname)


def _subject(rows: Sequence[Notification]) -> str:
    """What it is about, in one line."""
    if len(rows) > 1:
        words = ngettext("%(count)s notification", "%(count)s notifications", len(rows))
        return words % {"count": len(rows)}
    line = " – ".join(part for part in (sentence_of(rows[0]), rows[0].title) if part)
    return " ".join(line.split())[:SUBJECT_LENGTH]


def _confirmed_address(member: User) -> str | None:
    addresses = EmailAddress.objects.filter(user=member, verified=True).order_by("-primary", "pk")
    first = addresses.first()
    return str(first.email) if first else None
