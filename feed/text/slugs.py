"""Titles in addresses."""

from typing import Final

from django.utils.text import slugify

# What stands after the number of a post or a series in other addresses (feed.urls), such as `/posts/12/edit/`.
RESERVED: Final = frozenset(
    ("bookmark", "comments", "delete", "edit", "history", "order", "poll", "publish", "reactions", "unpublish")
)  # fmt: skip


def slug_of(title: str, *, usual: str, limit: int) -> str:
    """At most `limit` characters, in the letters of the title's own language.

    `usual`: what stands for a title without letter and digit, and behind one that would be the address of something else.
    """
    slug = slugify(title, allow_unicode=True)[:limit].strip("-") or usual
    return f"{slug}-{usual}" if slug in RESERVED else slug
