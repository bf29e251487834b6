"""Telling a WebSub hub which of our feeds have changed (https://www.w3.org/TR/websub/), so that readers' programs know at once."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.utils import timezone

from config.breaker import LeftAloneError
from feed.fetching.posting import post
from feed.models import Category, HubPing, Post, Tag
from feed.selectors.linked_data import absolute
from feed.selectors.site import site_settings
from feed.selectors.tabs import USUAL_WINDOW, Tab, Window
from feed.services.standing import Standing
from feed.syndication.formats import FORMATS

RETRIES: Final = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
# Longer than a hub may take: who holds a row and is stopped loses it after this.
LEASE: Final = timedelta(minutes=2)
BATCH: Final = 20
MEMBERS: Final = "/members/"
# What follows the address of the site, of a category or of a tag in the addresses of their feeds.
SORTED: Final = (
    "",
    f"{Tab.HOT}/",
    f"{Tab.TOP}/",
    *(f"{Tab.TOP}/{window}/" for window in Window if window is not USUAL_WINDOW),
)

Send = Callable[[str, Mapping[str, str], bytes], int]
logger = logging.getLogger(__name__)


def tell_hub(
    changed: Post, *, before: Standing, after: Standing, now: datetime | None = None
) -> None:
    """Note that the feeds with this post have changed, where the site has a hub; beat tells the hub.

    Feeds hold nothing of members on probation, so nobody is told of that either.

    Args:
        before, after: where the post counted and counts; the feeds that it left have changed, too.
    """
    if not (site_settings().websub_hub and changed.author.has_standing):
        return
    now = now or timezone.now()
    filed: list[Category | Tag] = [
        *Category.objects.filter(pk__in=before.category_pks | after.category_pks),
        *Tag.objects.filter(pk__in=before.tag_pks | after.tag_pks),
    ]
    stems = {"/", changed.author.get_absolute_url(), *(each.get_absolute_url() for each in filed)}
    HubPing.objects.bulk_create(
        [HubPing(path=f"{stem}feed.", due_at=now) for stem in sorted(stems)],
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["due_at"],
    )


def ping_due(*, now: datetime | None = None, send: Send | None = None) -> int:
    """Tell the hub of the feeds that are due, at most BATCH; returns how many it took."""
    now = now or timezone.now()
    hub = site_settings().websub_hub
    if not hub:
        HubPing.objects.all().delete()
        return 0
    send = send or post
    due = HubPing.objects.filter(due_at__lte=now).order_by("due_at", "pk")
    return sum(_ping(pk, hub, now, send) for pk in due.values_list("pk", flat=True)[:BATCH])


def _ping(pk: int, hub: str, now: datetime, send: Send) -> bool:
    """Moving `due_at` claims the row; a change that comes meanwhile moves it again, and the row stays."""
    until = now + LEASE
    claimed = HubPing.objects.filter(pk=pk, due_at__lte=now).update(due_at=until)
    ping = HubPing.objects.filter(pk=pk, due_at=until).first()
    if not claimed or ping is None:
        return False
    try:
        status = send(hub, {"Content-Type": "application/x-www-form-urlencoded"}, _body(ping.path))
    except LeftAloneError:
        HubPing.objects.filter(pk=pk, due_at=until).update(due_at=now + RETRIES[0])
        return False
    except OSError as error:
        return _later(ping, now, str(error))
    if status >= 300:
        return _later(ping, now, f"status {status}")
    HubPing.objects.filter(pk=pk, due_at=until).delete()
    return True


def _body(path: str) -> bytes:
    """All feeds of one place: of members the latest posts, else also what is hot and on top."""
    stem = path.removesuffix("feed.")
    tabs = ("",) if stem.startswith(MEMBERS) else SORTED
    addresses = [absolute(f"{stem}{tab}feed.{name}") for tab in tabs for name in FORMATS]
    return urlencode([("hub.mode", "publish"), *(("hub.url", each) for each in addresses)]).encode()


def _later(ping: HubPing, now: datetime, cause: str) -> bool:
    """Try again in a while; after the last time the next change tells it."""
    logger.info("The hub did not take %s: %s", ping.path, cause)
    if ping.attempts >= len(RETRIES):
        ping.delete()
        return False
    again = now + RETRIES[ping.attempts]
    HubPing.objects.filter(pk=ping.pk, due_at=ping.due_at).update(
        due_at=again, attempts=ping.attempts + 1
    )
    return False
