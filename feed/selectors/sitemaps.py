"""Which pages search engines are told of, in files that each hold a range of primary keys.

A range needs no counting and no OFFSET, however large the site; a file never holds more than MAX_ADDRESSES rows.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import F, Max, QuerySet
from django.urls import reverse

from accounts.models import TrustLevel, User
from feed.models import Category, Post
from feed.models.post_queryset import PostQuerySet
from feed.selectors.linked_data import absolute
from feed.syndication.sitemaps import MAX_ADDRESSES, MAX_NEWS, Address, NewsAddress

NEWS_AGE: Final = timedelta(days=2)


def all_maps() -> list[Address]:
    """The site's maps: one of its sections, and as many of posts and members as there are ranges with any."""
    return [
        Address(absolute(reverse("feed:sitemap-sections"))),
        *_ranges(_posts(), "feed:sitemap-posts", changed="edited_at"),
        *_ranges(_members(), "feed:sitemap-members", changed=None),
    ]


def section_addresses() -> list[Address]:
    """The front page and the categories."""
    categories = Category.objects.filter(post_count__gt=0)
    paths = ["/", *(category.get_absolute_url() for category in categories)]
    return [Address(absolute(path)) for path in paths]


def post_addresses(number: int) -> Iterator[Address]:
    """The posts of the file `number`, from 0."""
    rows = _in_range(_posts(), number).values_list("pk", "slug", "published_at", "edited_at")
    for pk, slug, published_at, edited_at in rows.order_by("pk"):
        path = reverse("feed:post", args=[pk, slug])
        yield Address(absolute(path), max(published_at, edited_at))


def member_addresses(number: int) -> Iterator[Address]:
    """The members of the file `number`, from 0, who have published."""
    names = _in_range(_members(), number).order_by("pk").values_list("username", flat=True)
    for name in names.distinct():
        yield Address(absolute(reverse("feed:member", args=[name])))


def news_addresses(*, now: datetime) -> list[NewsAddress]:
    """Articles of the last NEWS_AGE, newest first, at most MAX_NEWS."""
    posts = _posts().filter(published_at__gte=now - NEWS_AGE).latest_first()
    rows = posts.values_list("pk", "slug", "title", "language", "published_at")[:MAX_NEWS]
    return [
        NewsAddress(absolute(reverse("feed:post", args=[pk, slug])), title, language, published_at)
        for pk, slug, title, language, published_at in rows
        if published_at
    ]


def _posts() -> PostQuerySet:
    """Originals of this site."""
    return Post.objects.indexable().filter(canonical_url="")


def _members() -> QuerySet[User]:
    authors = Post.objects.live().values("author")
    return User.objects.filter(is_active=True, trust_level__gt=TrustLevel.NEW, pk__in=authors)


def _in_range(rows: QuerySet[Any], number: int) -> QuerySet[Any]:
    first = number * MAX_ADDRESSES
    return rows.filter(pk__gte=first, pk__lt=first + MAX_ADDRESSES)


def _ranges(rows: QuerySet[Any], name: str, *, changed: str | None) -> Iterator[Address]:
    number = F("pk") / MAX_ADDRESSES
    found = rows.order_by().annotate(number=number).values("number")
    found = found.annotate(changed_at=Max(changed or "pk")).order_by("number")
    for row in found:
        address = absolute(reverse(name, args=[row["number"]]))
        yield Address(address, row["changed_at"] if changed else None)
