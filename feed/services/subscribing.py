"""Feeds of other sites: asked politely, their items shown as link posts that are judged as a member's are."""

import logging
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feed.errors import TextRefusedError
from feed.fetching.errors import BadStatusError, FetchError, HostRestsError
from feed.fetching.fetcher import Answer, Fetch, Want
from feed.fetching.outgoing import site_fetch
from feed.links.addresses import normalised, spellings
from feed.models import OutsideFeed, OutsideItem, Post
from feed.services.publishing import PostDraft, create_post, publish_post
from feed.syndication.reading import NoFeedError, OutsideEntry, read_feed
from feed.text.plain import excerpt_of, one_line, tagless

INTERVAL: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(days=1)
# What a server may ask for; a longer pause is its way of saying never.
LONGEST_RETRY: Final = timedelta(days=7)
LEASE: Final = timedelta(minutes=3)
# After a month of silence somebody should look.
MAX_FAILURES: Final = 40
BATCH: Final = 5
# A new subscription, or a feed that was silent, must not fill the front page.
MAX_NEW: Final = 10
NEWS_AGE: Final = timedelta(days=7)
SUMMARY_LENGTH: Final = 400
GONE: Final = 410
NOT_MODIFIED: Final = 304
MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>#+!|~-])")
FEED: Final = Want(
    types=(
        "application/rss+xml", "application/atom+xml", "application/xml", "text/xml", "application/feed+json",
        "application/json", "application/rdf+xml", "text/plain", "text/html", "application/octet-stream",
    ),
    max_bytes=5_000_000,
    seconds=20.0,
)  # fmt: skip

logger = logging.getLogger(__name__)


@transaction.atomic
def switch_feed(feed: OutsideFeed, *, now: datetime | None = None) -> OutsideFeed:
    """After a change in the admin: one that is switched on is asked at once and afresh, another one no more."""
    feed.due_at = (now or timezone.now()) if feed.is_on else None
    feed.failures, feed.problem, feed.etag, feed.modified = 0, "", "", ""
    feed.save()
    return feed


def poll_due(*, now: datetime | None = None) -> int:
    """Ask the feeds that are due, at most BATCH, longest due first; returns how many were asked."""
    now = now or timezone.now()
    due = OutsideFeed.objects.filter(is_on=True, due_at__lte=now).order_by("due_at", "pk")
    return sum(poll_feed(pk, now=now) for pk in due.values_list("pk", flat=True)[:BATCH])


def poll_feed(pk: int, *, now: datetime, fetch: Fetch | None = None) -> bool:
    """Ask one feed if it is due; moving `due_at` claims it. Nothing is locked while the answer is awaited."""
    claimed = OutsideFeed.objects.filter(pk=pk, is_on=True, due_at__lte=now)
    if not claimed.update(due_at=now + LEASE, polled_at=now):
        return False
    feed = OutsideFeed.objects.select_related("author", "category").get(pk=pk)
    try:
        answer = (fetch or site_fetch())(feed.url, want=replace(FEED, headers=_conditions(feed)))
    except FetchError as error:
        _note_failure(feed, error, now)
        return True
    _read(feed, answer, now)
    return True


def _conditions(feed: OutsideFeed) -> tuple[tuple[str, str], ...]:
    known = (("If-None-Match", feed.etag), ("If-Modified-Since", feed.modified))
    return tuple((name, text) for name, text in known if text)


def _read(feed: OutsideFeed, answer: Answer, now: datetime) -> None:
    kind = (
        f"{answer.content_type}; charset={answer.charset}"
        if answer.charset
        else answer.content_type
    )
    try:
        document = read_feed(answer.body, content_type=kind, url=answer.url)
    except NoFeedError:
        _note_problem(feed, _("There is no feed at this address."), now)
        return
    if feed.author.is_moderator:
        _note_problem(
            feed, _("Choose a member who is no moderator: what moderators post is not judged."), now
        )
        return
    _take_in(feed, document.entries, now)
    OutsideFeed.objects.filter(pk=feed.pk).update(
        title=feed.title or one_line(document.title)[:200],
        etag=answer.headers.get("etag", "")[:300],
        modified=answer.headers.get("last-modified", "")[:100],
        due_at=now + INTERVAL,
        failures=0,
        problem="",
    )


def _take_in(feed: OutsideFeed, entries: tuple[OutsideEntry, ...], now: datetime) -> None:
    """The newest first, MAX_NEW at most; the rest comes at the next times, as long as it is news."""
    ids = {_id_of(entry): entry for entry in entries}
    known = feed.items.filter(external_id__in=ids).values_list("external_id", flat=True)
    new = [(key, entry) for key, entry in ids.items() if key not in set(known)]
    new.sort(key=lambda pair: _date_of(pair[1], now), reverse=True)
    for key, entry in reversed(new[:MAX_NEW]):
        _take(feed, key, entry, now)


@transaction.atomic
def _take(feed: OutsideFeed, key: str, entry: OutsideEntry, now: datetime) -> None:
    """The constraint takes it in once; what was posted here before, or is no news, is only noted."""
    url = normalised(entry.external_url or entry.url) or ""
    item, is_new = OutsideItem.objects.get_or_create(
        feed=feed, external_id=key, defaults={"url": url[:1000]}
    )
    at = _date_of(entry, now)
    title = one_line(entry.title)
    if not (is_new and url and title) or now - at > NEWS_AGE or _was_posted(url):
        return
    draft = PostDraft(
        title=title[:200],
        body=_summary(entry),
        category=feed.category,
        language=feed.language,
        link_url=url,
    )
    post = create_post(author=feed.author, draft=draft)
    try:
        with transaction.atomic():
            publish_post(post, actor=feed.author, now=at)
    except TextRefusedError as error:
        logger.info("An item of feed %s is refused: %s", feed.pk, error)
        post.delete()
        return
    OutsideItem.objects.filter(pk=item.pk).update(post=post)


def _was_posted(url: str) -> bool:
    """Whether somebody has posted this page, in whatever spelling of its address."""
    return Post.objects.filter(link__url__in=spellings(url)).exists()


def _summary(entry: OutsideEntry) -> str:
    """Plain words of the item: its markup is the other site's."""
    words = excerpt_of(tagless(entry.summary or entry.html), length=SUMMARY_LENGTH)
    return MARKUP.sub(r"\\\1", words)


def _date_of(entry: OutsideEntry, now: datetime) -> datetime:
    """No later than now, whatever the feed says; without a date it is new."""
    return min(entry.published_at or now, now)


def _id_of(entry: OutsideEntry) -> str:
    return sha256(entry.id.encode("utf-8", "replace")).hexdigest()


def _note_failure(feed: OutsideFeed, error: FetchError, now: datetime) -> None:
    if isinstance(error, HostRestsError):
        OutsideFeed.objects.filter(pk=feed.pk).update(due_at=now + error.rests_for)
        return
    status = error.status if isinstance(error, BadStatusError) else 0
    if status == NOT_MODIFIED:
        OutsideFeed.objects.filter(pk=feed.pk).update(due_at=now + INTERVAL, failures=0, problem="")
        return
    if status == GONE:
        gone = _("The feed is gone for good (410); it was switched off.")
        OutsideFeed.objects.filter(pk=feed.pk).update(is_on=False, due_at=None, problem=gone[:200])
        return
    retry = _pause(error.retry_after, now) if isinstance(error, BadStatusError) else None
    _note_problem(feed, str(error), now, pause=retry)


def _note_problem(
    feed: OutsideFeed, words: str, now: datetime, *, pause: timedelta | None = None
) -> None:
    """Ask again after twice as long each time, or when the server says; after MAX_FAILURES no more."""
    failures = feed.failures + 1
    backoff = min(INTERVAL * 2 ** min(failures, 10), LONGEST)
    is_on = failures < MAX_FAILURES
    OutsideFeed.objects.filter(pk=feed.pk).update(
        failures=failures,
        problem=words[:200],
        is_on=is_on,
        due_at=now + max(backoff, pause or backoff) if is_on else None,
    )


def _pause(retry_after: str, now: datetime) -> timedelta | None:
    """Seconds or a date, as HTTP allows; None for neither."""
    if retry_after.isascii() and retry_after.isdigit():
        return min(timedelta(seconds=int(retry_after[:9])), LONGEST_RETRY)
    try:
        at = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(at - now, timedelta()), LONGEST_RETRY)
