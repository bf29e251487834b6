"""Keywords of posts."""

from collections.abc import Iterable

from django.utils.text import slugify

from feed.models import Post, Tag
from feed.text.plain import one_line

MAX_TAGS = 5
NAME_LENGTH = 40


def tag_slug(name: str) -> str:
    """The tag's place in addresses, in the letters of its own language; "" for a name without letter and digit."""
    return slugify(name, allow_unicode=True)[:NAME_LENGTH]


def set_tags(post: Post, *, names: Iterable[str]) -> None:
    """Give the post these tags and no others; unknown ones are made. Names that differ only in case are one."""
    wanted: dict[str, str] = {}
    for name in names:
        clean = one_line(name)[:NAME_LENGTH].strip()
        slug = tag_slug(clean)
        if slug:
            wanted.setdefault(slug, clean)
    slugs = list(wanted)[:MAX_TAGS]
    Tag.objects.bulk_create(
        [Tag(slug=slug, name=wanted[slug]) for slug in sorted(slugs)],
        ignore_conflicts=True,
    )
    post.tags.set(Tag.objects.filter(slug__in=slugs))
