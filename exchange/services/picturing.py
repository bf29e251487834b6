"""Fetching the pictures of imported posts, by tasks, as cautiously as any address that strangers chose."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.utils import timezone

from accounts.errors import ImageRefusedError
from accounts.images import read_picture
from exchange.models import PendingPicture
from feed.fetching.errors import FetchError, HostRestsError
from feed.fetching.fetcher import PICTURE, Fetch
from feed.fetching.outgoing import site_fetch
from feed.services.images import MAX_BYTES, keep_picture
from feed.services.taking_over import show_picture

RETRIES: Final = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=12), timedelta(days=2))
LEASE: Final = timedelta(minutes=5)
BATCH: Final = 10
# As large as a member may upload.
WANT: Final = replace(PICTURE, max_bytes=MAX_BYTES, seconds=30.0, may_downgrade=True)

logger = logging.getLogger(__name__)


def fetch_due(*, now: datetime | None = None, fetch: Fetch | None = None) -> int:
    """Fetch what is due, at most BATCH, longest due first; returns how many were tried."""
    now = now or timezone.now()
    due = PendingPicture.objects.filter(due_at__lte=now).order_by("due_at", "pk")
    pks = list(due.values_list("pk", flat=True)[:BATCH])
    return sum(fetch_picture(pk, now=now, fetch=fetch) for pk in pks)


def fetch_picture(pk: int, *, now: datetime, fetch: Fetch | None = None) -> bool:
    """Fetch one picture if it is due; moving `due_at` claims the row. False if it is not due."""
    claimed = PendingPicture.objects.filter(pk=pk, due_at__lte=now).update(due_at=now + LEASE)
    row = PendingPicture.objects.select_related("post__author").filter(pk=pk).first()
    if not claimed or row is None:
        return False
    try:
        found = (fetch or site_fetch())(row.url, want=WANT)
        picture = read_picture(ContentFile(found.body), max_bytes=MAX_BYTES)
    except (FetchError, ImageRefusedError) as error:
        _note_failure(row, error, now)
        return True
    image = keep_picture(owner=row.post.author, picture=picture, alt=row.alt)
    show_picture(row.post_id, url=row.url, image=image, is_lead=row.is_lead)
    row.delete()
    return True


def ask_again(rows: QuerySet[PendingPicture], *, now: datetime) -> None:
    """As if nobody had asked for them yet; also those for which nothing helped."""
    rows.update(due_at=now, attempts=0)


def _note_failure(row: PendingPicture, error: Exception, now: datetime) -> None:
    if isinstance(error, HostRestsError):
        PendingPicture.objects.filter(pk=row.pk).update(due_at=now + error.rests_for)
        return
    is_final = isinstance(error, ImageRefusedError) or getattr(error, "is_final", False)
    is_over = is_final or row.attempts >= len(RETRIES)
    row.attempts += 1
    row.problem = str(error)[:200]
    row.due_at = None if is_over else now + RETRIES[row.attempts - 1]
    row.save(update_fields=["attempts", "problem", "due_at"])
    logger.info("no picture %s: %s", row.pk, type(error).__name__)
