"""Checking creatives; the only writer of their problems. A row says when a check is due."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import F, Q

from feed.fetching.errors import HostRestsError
from feed.fetching.fetcher import Fetch
from feed.fetching.outgoing import site_fetch
from sponsors.checks import BY_CODE, Problem, Subject, find_problems
from sponsors.models import Creative

if TYPE_CHECKING:
    from PIL import Image

# A running creative's landing page is looked at so often.
EVERY: Final = timedelta(hours=6)
MOST: Final = 20


def check_due(*, now: datetime, fetch: Fetch | None = None) -> int:
    """Check what is due, oldest first; how many that were. A few at a time: each may wait for a slow page."""
    is_old = Q(checked_at__lt=now - EVERY)
    running = Creative.objects.running(now=now).filter(is_old).values("pk")
    due = Creative.objects.filter(Q(check_due=True) | Q(pk__in=running))
    ordered = due.order_by(F("checked_at").asc(nulls_first=True), "pk")
    oldest = list(ordered.prefetch_related("flight__slots")[:MOST])
    for creative in oldest:
        with suppress(HostRestsError):  # it stays due
            check_creative(creative, now=now, fetch=fetch or site_fetch())
    return len(oldest)


def check_creative(creative: Creative, *, now: datetime, fetch: Fetch) -> list[Problem]:
    """Look at a creative and at its landing page, and keep what was found."""
    problems = find_problems(_subject(creative), fetch=fetch)
    is_broken = any(problem.code == "landing" for problem in problems)
    Creative.objects.filter(pk=creative.pk, version=creative.version).update(
        problems=[asdict(problem) for problem in problems],
        checked_at=now,
        check_due=False,
        landing_failures=F("landing_failures") + 1 if is_broken else 0,
    )
    return problems


def is_blocked(problems: list[Mapping[str, str]]) -> bool:
    """Whether a creative with these problems must not run."""
    return any(
        BY_CODE[problem["code"]].is_blocking for problem in problems if problem["code"] in BY_CODE
    )


def _subject(creative: Creative) -> Subject:
    image, size = _image(creative)
    return Subject(
        landing_url=creative.landing_url,
        image_alt=creative.image_alt,
        image=image,
        image_bytes=size,
        slots=[(slot.width, slot.height) for slot in creative.flight.slots.all()],
    )


def _image(creative: Creative) -> "tuple[Image.Image | None, int]":
    """What we re-encoded ourselves, and its bytes; a file that is gone counts as no picture."""
    if not creative.image:
        return None, 0
    from PIL import Image  # as in accounts.images

    try:
        with creative.image.open() as file, Image.open(file) as image:
            image.load()
            return image.copy(), creative.image.size
    except OSError:
        return None, 0
