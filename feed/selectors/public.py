"""What every reader may see, as querysets that the API filters and cuts into pages itself."""

from django.db.models import QuerySet

from feed.access import Visitor
from feed.models import Comment, Post


def public_posts(visitor: Visitor) -> QuerySet[Post]:
    """Live posts that the visitor has not muted, with all that a listing of the API shows."""
    return Post.objects.live().wanted_by(visitor).with_cards().prefetch_related("tags")


def public_comments(post: Post) -> QuerySet[Comment]:
    """Live comments under a post that a door has let through."""
    return Comment.objects.live().filter(post=post).select_related("author")


def latest_calm_post() -> Post | None:
    """The newest live post that is not marked as sensitive; None before the first."""
    calm = Post.objects.live().filter(is_sensitive=False)
    return calm.select_related("author", "category", "lead_image").latest_first().first()
