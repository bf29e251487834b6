"""What trends now, as workers found it last, kept in Redis so that a page asks for one row of it.

Key `feed:trends:<category, 0 for the whole site>`: JSON, {"posts": [keys], "tags": [[name, slug], …]}, strongest first;
expires after KEPT_FOR. Without Redis, or without workers, nothing trends.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from redis.exceptions import RedisError

from config.freshness import remembered
from config.redis import cache, key
from feed.access import Visitor
from feed.models import Category, Mute, Post, Tag
from feed.selectors.trends import trending_posts, trending_tags

# Workers look every two minutes (config.schedule); what is older than a few looks is no longer now.
KEPT_FOR: Final = timedelta(minutes=10)
SHOWN: Final = 5
WHOLE_SITE: Final = 0


@dataclass(frozen=True)
class Trends:
    """Posts and tags that draw more readers than they are used to, strongest first; each at most SHOWN."""

    posts: list[Post]
    tags: list[Tag]

    def __bool__(self) -> bool:
        return bool(self.posts or self.tags)


def keep_trends(*, now: datetime) -> int:
    """Find what trends on the site and in each category, and keep it; returns in how many of them something does."""
    today, found = now.date(), 0
    for category in (None, *Category.objects.order_by("pk")):
        posts = trending_posts(today=today, limit=SHOWN, category=category)
        tags = trending_tags(today=today, limit=SHOWN, category=category)
        named = Tag.objects.in_bulk(tags)
        kept = {"posts": posts, "tags": [[named[pk].name, named[pk].slug] for pk in tags]}
        cache().set(_key(category), json.dumps(kept), ex=KEPT_FOR)
        found += bool(posts or tags)
    return found


def trends(*, visitor: Visitor, category: Category | None = None) -> Trends:
    """What trends there for this reader, without what he muted.

    A query for the posts, and for members one for the tags, where something trends; none on a quiet day.
    """
    kept = _recall(category)
    return Trends(_posts(kept["posts"], visitor=visitor), _tags(kept, visitor=visitor))


def _posts(pks: list[int], *, visitor: Visitor) -> list[Post]:
    if not pks:
        return []
    posts = Post.objects.live().wanted_by(visitor).in_bulk(pks)
    return [posts[pk] for pk in pks if pk in posts]


def trending_keys() -> list[int]:
    """Keys of the posts that trend on the whole site, strongest first; asks the database nothing."""
    keys: list[int] = _recall(None)["posts"]
    return keys


def _tags(kept: dict[str, Any], *, visitor: Visitor) -> list[Tag]:
    tags = [Tag(name=name, slug=slug) for name, slug in kept["tags"]]
    if not tags or not visitor.is_authenticated:
        return tags
    mutes = Mute.objects.filter(member=visitor, tag__slug__in=[tag.slug for tag in tags])
    muted = set(mutes.values_list("tag__slug", flat=True))
    return [tag for tag in tags if tag.slug not in muted]


def _recall(category: Category | None) -> dict[str, Any]:
    """What was counted last; a web process asks Redis once a minute, since it is counted every other one."""
    name = _key(category)
    known: dict[str, Any] = remembered(name, lambda: _stored(name))
    return known


def _stored(name: str) -> dict[str, Any]:
    nothing: dict[str, Any] = {"posts": [], "tags": []}
    try:
        kept = cache().get(name)
    except RedisError:
        return nothing
    return json.loads(kept) if kept else nothing


def _key(category: Category | None) -> str:
    return key("feed", "trends", category.pk if category else WHOLE_SITE)
