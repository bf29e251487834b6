"""Pages elsewhere that posts point to: one row for each address, and what the page says of itself."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.errors import ImageRefusedError
from accounts.images import read_picture
from accounts.models import User
from feed import shown
from feed.fetching.errors import BadStatusError, FetchError, HostRestsError
from feed.fetching.fetcher import PICTURE, Fetch
from feed.fetching.outgoing import site_fetch
from feed.links.metadata import PageFacts, read_page
from feed.models import Image, LinkPreview, Post, PreviewStatus
from feed.services.images import keep_picture

logger = logging.getLogger(__name__)

# After this many seconds without an answer, each time; then the page is left alone.
RETRIES: Final = (
    timedelta(minutes=1),
    timedelta(minutes=15),
    timedelta(hours=4),
    timedelta(days=1),
)
# Statuses of a server that may think otherwise later; every other one from 400 to 499 is its last word.
PASSING: Final = frozenset((408, 425, 429))
# Longer than any fetch takes: who holds a row and is stopped loses it after this.
LEASE: Final = timedelta(minutes=2)
# A page that is posted again after this long is asked again.
FRESH: Final = timedelta(days=7)
BATCH: Final = 10
# Smaller pictures are icons and counters of visits.
MIN_SIDE_PIXELS: Final = 100


def link_to(url: str, *, now: datetime | None = None) -> LinkPreview | None:
    """The row of a normalised address, made if it is new; None for "". What is missing or old is due to be fetched."""
    if not url:
        return None
    now = now or timezone.now()
    link, is_new = LinkPreview.objects.get_or_create(url=url, defaults={"due_at": now})
    if not is_new:
        aged = LinkPreview.objects.filter(pk=link.pk, due_at=None, fetched_at__lt=now - FRESH)
        aged.update(due_at=now, attempts=0)
    return link


def refresh_due(*, now: datetime | None = None) -> int:
    """Fetch what is due, at most BATCH, longest due first; returns how many were tried."""
    now = now or timezone.now()
    due = LinkPreview.objects.filter(due_at__lte=now).order_by("due_at", "pk")
    return sum(refresh_link(pk, now=now) for pk in due.values_list("pk", flat=True)[:BATCH])


def refresh_link(pk: int, *, now: datetime | None = None, fetch: Fetch | None = None) -> bool:
    """Fetch one page if it is due; False if it is not, or somebody else is at it.

    Safe to run twice and at once: moving `due_at` claims the row. Nothing is locked while the page is awaited.
    """
    now = now or timezone.now()
    claimed = LinkPreview.objects.filter(pk=pk, due_at__lte=now).update(due_at=now + LEASE)
    link = LinkPreview.objects.filter(pk=pk).first() if claimed else None
    if link is None:
        return False
    fetch = fetch or site_fetch()
    try:
        page = fetch(link.url)
    except FetchError as error:
        _note_failure(link, error, now)
        return True
    facts = read_page(page.body, charset=page.charset, url=page.url)
    _keep(link, facts, image=link.image or _picture(link, facts, fetch), now=now)
    return True


def _keep(link: LinkPreview, facts: PageFacts, *, image: Image | None, now: datetime) -> None:
    LinkPreview.objects.filter(pk=link.pk).update(
        title=facts.title,
        description=facts.description,
        site_name=facts.site_name,
        image=image,
        status=PreviewStatus.READY,
        problem="",
        attempts=link.attempts + 1,
        due_at=None,
        fetched_at=now,
    )
    shown.tell_changed(*Post.objects.filter(link=link).values_list("pk", flat=True))


def _note_failure(link: LinkPreview, error: FetchError, now: datetime) -> None:
    """Say why, and come back later if that may help; what was read before stays."""
    if isinstance(error, HostRestsError):
        LinkPreview.objects.filter(pk=link.pk).update(due_at=now + error.rests_for)
        return
    is_final = error.is_final or (
        isinstance(error, BadStatusError)
        and 400 <= error.status < 500
        and error.status not in PASSING
    )
    again = None if is_final or link.attempts >= len(RETRIES) else now + RETRIES[link.attempts]
    status = link.status if link.status == PreviewStatus.READY else PreviewStatus.FAILED
    LinkPreview.objects.filter(pk=link.pk).update(
        status=status,
        problem=str(error)[:200],
        attempts=link.attempts + 1,
        due_at=again,
        fetched_at=now,
    )
    logger.info("no preview of link %s: %s", link.pk, type(error).__name__)


def _picture(link: LinkPreview, facts: PageFacts, fetch: Fetch) -> Image | None:
    """The page's picture, kept for the first member who posted the link; None where there is none that we show."""
    owner = User.objects.filter(posts__link=link).order_by("posts__pk").first()
    if not facts.image_url or owner is None:
        return None
    try:
        found = fetch(facts.image_url, want=PICTURE)
        picture = read_picture(ContentFile(found.body), max_bytes=PICTURE.max_bytes)
    except (FetchError, ImageRefusedError) as error:
        logger.info("no picture of link %s: %s", link.pk, error)
        return None
    return keep_picture(owner=owner, picture=picture) if _is_worth(picture.size) else None


def _is_worth(size: tuple[int, int]) -> bool:
    return min(size) >= MIN_SIDE_PIXELS
