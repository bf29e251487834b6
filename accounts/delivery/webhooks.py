"""Posts events to the addresses that asked for them, signed (https://www.standardwebhooks.com), again and again until taken."""

import hashlib
import hmac
import logging
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Webhook, WebhookDelivery
from config.breaker import LeftAloneError

# Posts a body to an address that a stranger chose; the status, or OSError where there was none.
Post = Callable[[str, Mapping[str, str], bytes], int]

PREFIX: Final = "whsec_"
# Who claims a message promises to be done by then; if he is not, it is due again.
LEASE: Final = timedelta(minutes=2)
MAX_AT_ONCE: Final = 20
# Pauses between attempts: a restart is over in minutes, a bad night in a day.
PAUSES: Final = (
    timedelta(seconds=30), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=5),
    timedelta(hours=10), timedelta(hours=14),
)  # fmt: skip
# Whoever takes nothing for so long is asked no more.
GIVEN_UP_AFTER: Final = timedelta(days=2)
GONE: Final = 410

logger = logging.getLogger(__name__)


def send_due(*, now: datetime | None = None, post: Post | None = None) -> int:
    """Send what is due; returns how many messages were taken. Safe to run twice and at once.

    An address that fails is not asked again in the same run, so that one which hangs holds up no other for long.
    """
    now = now or timezone.now()
    post = post or import_string(settings.OUTGOING_POST)
    failed: set[int] = set()
    taken = 0
    for row in _due(now):
        if row.webhook_id in failed or not _claim(row, now=now):
            continue
        if _attempt(row, now=now, post=post):
            taken += 1
        else:
            failed.add(row.webhook_id)
    return taken


def signed(body: str, *, message_id: str, secret: str, now: datetime) -> dict[str, str]:
    """The headers of one attempt: HMAC-SHA256 over id, timestamp and body."""
    stamp = int(now.timestamp())
    key = b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, f"{message_id}.{stamp}.{body}".encode(), hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": f"v1,{b64encode(digest).decode()}",
    }


def _due(now: datetime) -> list[WebhookDelivery]:
    rows = WebhookDelivery.objects.filter(due_at__lte=now, webhook__in=Webhook.objects.listening())
    return list(rows.select_related("webhook").order_by("due_at")[:MAX_AT_ONCE])


def _claim(row: WebhookDelivery, *, now: datetime) -> bool:
    """The update is the check: of two workers, one sends."""
    mine = WebhookDelivery.objects.filter(pk=row.pk, due_at=row.due_at)
    return bool(mine.update(due_at=now + LEASE))


def _attempt(row: WebhookDelivery, *, now: datetime, post: Post) -> bool:
    hook = row.webhook
    headers = signed(row.body, message_id=row.message_id, secret=hook.secret, now=now)
    try:
        row.status, row.problem = post(hook.url, headers, row.body.encode()), ""
    except LeftAloneError:
        WebhookDelivery.objects.filter(pk=row.pk).update(due_at=now + PAUSES[0])
        return False
    except OSError as error:
        row.status, row.problem = None, str(error)[:200]
    is_taken = row.status is not None and 200 <= row.status < 300
    row.attempt_count += 1
    row.delivered_at = now if is_taken else None
    row.due_at = None if is_taken else _next(row, now=now)
    row.save(update_fields=["status", "problem", "attempt_count", "delivered_at", "due_at"])
    if is_taken:
        Webhook.objects.filter(pk=hook.pk).exclude(failing_since=None).update(failing_since=None)
    else:
        _note_failure(hook, is_gone=row.status == GONE, now=now)
    return is_taken


def _next(row: WebhookDelivery, *, now: datetime) -> datetime | None:
    made = row.attempt_count
    return now + PAUSES[made - 1] if made <= len(PAUSES) else None


def _note_failure(hook: Webhook, *, is_gone: bool, now: datetime) -> None:
    Webhook.objects.filter(pk=hook.pk, failing_since=None).update(failing_since=now)
    is_hopeless = is_gone or (hook.failing_since or now) <= now - GIVEN_UP_AFTER
    listening = Webhook.objects.filter(pk=hook.pk, disabled_at=None)
    if is_hopeless and listening.update(disabled_at=now, told_at=None):
        WebhookDelivery.objects.filter(webhook=hook).exclude(due_at=None).update(due_at=None)
        logger.warning("A webhook is switched off, since it takes nothing: %s", hook.pk)
