"""Answering a request that is sent again as it was answered the first time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.errors import OtherRequestError
from accounts.models import KeptAnswer, User

KEPT_FOR: Final = timedelta(hours=24)
BATCH: Final = 5_000


@dataclass(frozen=True)
class Answer:
    """`body`: plain values, as JSON has them; `location`: address of what was made, or ""; `version`: its own, or ""."""

    status: int
    body: Any
    location: str = ""
    version: str = ""
    is_repeated: bool = False


@transaction.atomic
def answer_once(*, member: User, key: str, fingerprint: str, deed: Callable[[], Answer]) -> Answer:
    """Do the deed, unless this key was answered already; then answer the same again.

    The row is claimed before the deed, in the same transaction: of two requests at once the second waits for the
    first, and a deed that fails leaves no trace, so that it can be tried again.

    Raises:
        OtherRequestError: the key came with another request.
    """
    kept, is_new = KeptAnswer.objects.get_or_create(
        member=member, key=key, defaults={"fingerprint": fingerprint}
    )
    if kept.fingerprint != fingerprint:
        raise OtherRequestError
    if not is_new:
        return Answer(kept.status, kept.body, kept.location, kept.version, is_repeated=True)
    answer = deed()
    kept.status, kept.body = answer.status, answer.body
    kept.location, kept.version = answer.location, answer.version
    kept.save(update_fields=["status", "body", "location", "version"])
    return answer


def forget_old(*, now: datetime | None = None) -> int:
    """Delete what is older than KEPT_FOR, at most BATCH; returns how many. Safe to run twice and at once."""
    aged = KeptAnswer.objects.filter(created_at__lt=(now or timezone.now()) - KEPT_FOR)
    pks = aged.order_by("created_at").values_list("pk", flat=True)[:BATCH]
    return KeptAnswer.objects.filter(pk__in=list(pks)).delete()[0]
