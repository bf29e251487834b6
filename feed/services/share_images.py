"""The pictures that stand for posts elsewhere show names that may change."""

from feed.models import Category, Post


def redraw_in_category(category: Category) -> int:
    """Have the pictures of a renamed category's posts drawn again, bit by bit; returns how many."""
    return Post.objects.live().in_category(category).update(share_image_due=True)


def redraw_all() -> int:
    """Have every picture drawn again, bit by bit, for a site that has another name; returns how many."""
    return Post.objects.live().update(share_image_due=True)
