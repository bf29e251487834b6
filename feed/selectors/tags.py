"""Keywords that writers may pick from."""

from typing import Final

from django.utils.text import slugify

from feed.models import Tag

MAX_SUGGESTED: Final = 8


def suggested_tags(beginning: str) -> list[str]:
    """Names of the most used tags that begin so, at most MAX_SUGGESTED; for "" the most used of all."""
    tags = Tag.objects.filter(post_count__gt=0)
    if slug := slugify(beginning, allow_unicode=True):
        tags = tags.filter(slug__startswith=slug)
    return list(tags.order_by("-post_count", "name").values_list("name", flat=True)[:MAX_SUGGESTED])
