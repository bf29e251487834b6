"""Which posts are about the same page elsewhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.timesince import timesince

from feed.access import Visitor
from feed.links.addresses import spellings
from feed.models import Post
from feed.models.post_queryset import PostQuerySet

# A page that was discussed longer ago may well be discussed again.
RECENT: Final = timedelta(days=365)
MAX_SHOWN: Final = 5


@dataclass(frozen=True)
class Discussion:
    """A live post about a page. `ago`: since when, in the reader's language, such as "3 days"."""

    post: Post
    ago: str


def recent_discussions(
    url: str, *, besides: int | None = None, now: datetime | None = None
) -> list[Discussion]:
    """Live posts of the last year about a normalised address, newest first, at most five; none for "".

    Args:
        besides: primary key of the post that is being written.
    """
    if not url:
        return []
    now = now or timezone.now()
    found = _about(url).filter(published_at__gt=now - RECENT).exclude(pk=besides or 0)
    return [
        Discussion(post, timesince(post.published_at, now, depth=1))
        for post in found[:MAX_SHOWN]
        if post.published_at
    ]


def also_discussed(post: Post, *, visitor: Visitor) -> list[Post]:
    """Other live posts about the page that this post is about, newest first, at most five."""
    if post.link is None:
        return []
    return list(_about(post.link.url).wanted_by(visitor).exclude(pk=post.pk)[:MAX_SHOWN])


def _about(url: str) -> PostQuerySet:
    posts = Post.objects.live().filter(link__url__in=spellings(url))
    return posts.select_related("author").defer("body", "body_html", "search").latest_first()
