"""Several small answers about one post in one query."""

from collections.abc import Mapping
from typing import Any

from django.db.models.expressions import Combinable

from feed.models import Post


def read_columns(post: Post, columns: Mapping[str, Combinable]) -> dict[str, Any]:
    """The values of `columns`, by name, for a post that a door has let through."""
    return dict(Post.objects.filter(pk=post.pk).values(**columns).get())
