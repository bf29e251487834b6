"""Telling programs of events: who is told, and the rows from which messages are sent.

Whoever makes an event calls `announce` in the transaction that makes it, so that neither is without the other.
"""

import json
import secrets
from base64 import b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts import tasks
from accounts.delivery.webhooks import PREFIX
from accounts.errors import SiteWideRefusedError, TooManyWebhooksError
from accounts.models import EventKind, NotificationKind, User, Webhook, WebhookDelivery
from accounts.services.notifications import notify

MAX_WEBHOOKS: Final = 10
KEPT_FOR: Final = timedelta(days=30)
BATCH: Final = 5_000
# Nobody's work is to read these of others, so only the whole site's webhooks hear of them.
SITE_WIDE_ONLY: Final = frozenset({EventKind.REPORT_MADE})


@dataclass(frozen=True)
class WebhookTerms:
    """What a member asks for. `is_site_wide`: events of everybody, for the staff."""

    url: str
    kinds: tuple[EventKind, ...]
    is_site_wide: bool = False


def announce(kind: EventKind, *, data: Mapping[str, Any], owner_pks: Collection[int] = ()) -> int:
    """Write a message to everybody who asked for it; how many. To be called in the transaction of the event.

    Args:
        kind: what happened.
        data: plain values that every listener may see; a path in "url" becomes a whole address.
        owner_pks: the members whose own it is.
    """
    concerned = Q(is_site_wide=True) | Q(is_site_wide=False, member__in=owner_pks)
    hooks = Webhook.objects.listening().filter(concerned, kinds__contains=[kind])
    return _write(kind, data=data, hook_pks=list(hooks.values_list("pk", flat=True)))


def ping(webhook: Webhook) -> None:
    """Send a message that means nothing, so that a member sees whether his program understands."""
    _write(EventKind.PING, data={}, hook_pks=[webhook.pk])


@transaction.atomic
def make_webhook(*, member: User, terms: WebhookTerms) -> Webhook:
    """From now on these events are posted to that address.

    Raises:
        TooManyWebhooksError: the member has MAX_WEBHOOKS already.
        SiteWideRefusedError: the member is not of the staff.
    """
    is_wide = terms.is_site_wide or bool(SITE_WIDE_ONLY & set(terms.kinds))
    if is_wide and not (terms.is_site_wide and may_watch_site(member)):
        raise SiteWideRefusedError
    User.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)
    if Webhook.objects.filter(member=member).count() >= MAX_WEBHOOKS:
        raise TooManyWebhooksError(limit=MAX_WEBHOOKS)
    made: Webhook = Webhook.objects.create(
        member=member,
        url=terms.url,
        kinds=[kind for kind in EventKind if kind in terms.kinds],
        is_site_wide=terms.is_site_wide,
        secret=PREFIX + b64encode(secrets.token_bytes(24)).decode(),
    )
    return made


def may_watch_site(member: User) -> bool:
    """Whether a member may hear of what is everybody's: administrators, and whom they gave the permission."""
    return member.is_staff and member.has_perm("accounts.add_webhook")


@transaction.atomic
def remove_webhook(webhook: Webhook) -> None:
    """Nothing more is sent, and the log is gone. Who makes an event at this moment comes before, or finds it gone."""
    Webhook.objects.select_for_update().filter(pk=webhook.pk).first()
    webhook.delete()


def switch_on(webhook: Webhook) -> None:
    """Try an address again that was switched off; what it missed can be sent again from its log."""
    Webhook.objects.filter(pk=webhook.pk).update(failing_since=None, disabled_at=None, told_at=None)


def send_again(delivery: WebhookDelivery, *, now: datetime | None = None) -> None:
    """Send a message once more, under the same id; what is on its way is not doubled."""
    again = WebhookDelivery.objects.filter(pk=delivery.pk, due_at=None)
    if again.update(due_at=now or timezone.now(), attempt_count=0, delivered_at=None):
        tasks.send_webhooks.delay_on_commit()


def tell_switched_off(*, now: datetime | None = None) -> int:
    """Tell members whose webhooks were switched off; how many. The update is the check."""
    told = 0
    for hook in Webhook.objects.filter(disabled_at__isnull=False, told_at=None)[:100]:
        with transaction.atomic():
            untold = Webhook.objects.filter(pk=hook.pk, told_at=None)
            if not untold.update(told_at=now or timezone.now()):
                continue
            told += notify(
                recipient_pks=[hook.member_id],
                kind=NotificationKind.PROGRAM,
                actor=None,
                subject=f"webhook:{hook.pk}",
                title=hook.url,
                url=reverse("accounts:webhook", args=[hook.pk]),
            )
    return told


def forget_old(*, now: datetime | None = None) -> int:
    """Delete messages older than KEPT_FOR, at most BATCH; how many. Safe to run twice and at once."""
    aged = WebhookDelivery.objects.filter(created_at__lt=(now or timezone.now()) - KEPT_FOR)
    pks = list(aged.order_by("created_at").values_list("pk", flat=True)[:BATCH])
    return WebhookDelivery.objects.filter(pk__in=pks).delete()[0]


def _write(kind: EventKind, *, data: Mapping[str, Any], hook_pks: Collection[int]) -> int:
    kept = _kept(hook_pks) if hook_pks else []
    if not kept:
        return 0
    now = timezone.now()
    message = {"type": kind.value, "timestamp": now.isoformat(), "data": _whole(data)}
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    rows = [
        WebhookDelivery(
            webhook_id=pk, message_id=f"msg_{uuid4().hex}", kind=kind, body=body, due_at=now
        )
        for pk in kept
    ]
    WebhookDelivery.objects.bulk_create(rows)
    tasks.send_webhooks.delay_on_commit()
    return len(rows)


def _kept(pks: Collection[int]) -> list[int]:
    """Those that are not removed, and will not be before the caller's transaction ends; others may tell them too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM accounts_webhook WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE",
            [list(pks)],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _whole(data: Mapping[str, Any]) -> dict[str, Any]:
    url = {"url": f"{settings.BASE_URL}{data['url']}"} if data.get("url") else {}
    return {**data, **url}
