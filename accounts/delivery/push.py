"""Notifications to browsers: small, encrypted for each of them, signed by the site (RFC 8030, 8291, 8292)."""

import json
import logging
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from accounts.delivery.claims import Claim, claim, due_recipients
from accounts.delivery.keys import site_key
from accounts.models import Notification, PushSubscription, User
from accounts.sentences import sentence_of

# Posts a body to an address that a stranger chose; the status, or OSError where there was none.
Post = Callable[[str, Mapping[str, str], bytes], int]

GONE: Final = frozenset({404, 410})
# Push services keep a message so long for a browser that is closed.
KEPT_FOR: Final = timedelta(days=1)
# One record of RFC 8188 holds 4,096 bytes; services refuse more.
TITLE_LENGTH: Final = 120

logger = logging.getLogger(__name__)


def send_due(*, now: datetime | None = None, post: Post | None = None) -> int:
    """Send what is due; returns how many messages went out.

    Effects: a subscription that its service no longer knows is removed. What fails otherwise is due again after the
    lease of its claim.
    """
    now = now or timezone.now()
    post = post or import_string(settings.OUTGOING_POST)
    members = due_recipients("push_due_at", now=now)
    return sum(_send(claim(each, field="push_due_at", now=now), each, post) for each in members)


def _send(claimed: Claim, member: User, post: Post) -> int:
    subscriptions = list(PushSubscription.objects.filter(member=member))
    sent, failed = 0, False
    for row in claimed.rows:
        message = message_of(row, language=member.language)
        for subscription in subscriptions:
            try:
                sent += _deliver(subscription, message, topic=f"n{row.pk}", post=post)
            except OSError as error:
                failed = True
                logger.warning("Push is not sent now, and will be tried again: %s", error)
    if not failed:
        claimed.settle()
    return sent


def message_of(row: Notification, *, language: str) -> bytes:
    """What the browser's worker reads (static/js/worker.js)."""
    with translation.override(language or settings.LANGUAGE_CODE):
        words = {
            "title": sentence_of(row),
            "body": row.title[:TITLE_LENGTH],
            "url": row.url,
            "tag": f"n{row.pk}",
        }
    return json.dumps(words, ensure_ascii=False).encode()


def _deliver(subscription: PushSubscription, message: bytes, *, topic: str, post: Post) -> bool:
    """Whether the service took it. Raises OSError: it did not answer, or is busy."""
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(int(KEPT_FOR.total_seconds())),
        "Topic": topic,
        **_signature(subscription.endpoint),
    }
    status = post(subscription.endpoint, headers, _encrypted(message, subscription))
    if status in GONE:
        subscription.delete()
    elif status == 429 or status >= 500:
        raise OSError(f"push service says {status}")
    elif status >= 400:
        logger.warning("A push service refuses our message: %s", status)
    return status < 300


def _signature(endpoint: str) -> dict[str, str]:
    parts = urlsplit(endpoint)
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "sub": f"mailto:{sender}"}
    return dict(site_key().sign(claims))


def _encrypted(message: bytes, subscription: PushSubscription) -> bytes:
    import http_ece
    from cryptography.hazmat.primitives.asymmetric import ec

    return bytes(
        http_ece.encrypt(
            message,
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=unpacked(subscription.p256dh),
            auth_secret=unpacked(subscription.auth),
        )
    )


def unpacked(text: str) -> bytes:
    """Base64url without its padding."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
