"""What every reader may see, as querysets that the API filters and cuts into pages itself."""

from django.db.models import QuerySet

from accounts.models import User
from feed.access import Visitor
from feed.models import Category, Comment, Post, Tag


def public_posts(visitor: Visitor) -> QuerySet[Post]:
    """Live posts that the visitor has not muted, with all that a listing of the API shows."""
    return Post.objects.live().wanted_by(visitor).with_cards().prefetch_related("tags")


def public_comments(post: Post, *, visitor: Visitor) -> QuerySet[Comment]:
    """Live comments under a post that a door has let through, without those of authors whom the visitor muted."""
    return Comment.objects.live().wanted_by(visitor).filter(post=post).select_related("author")


def followed_posts(member: User) -> QuerySet[Post]:
    """As `public_posts`: by whom, in what and under what a member follows."""
    posts = Post.objects.live().wanted_by(member).followed_by(member).exclude(author=member)
    return posts.with_cards().prefetch_related("tags")


def own_posts(member: User) -> QuerySet[Post]:
    """What a member wrote, in any state."""
    return Post.objects.by(member).with_cards().prefetch_related("tags")


def public_categories() -> QuerySet[Category]:
    return Category.objects.all()


def public_tags() -> QuerySet[Tag]:
    return Tag.objects.all()


def latest_calm_post() -> Post | None:
    """The newest live post that is not marked as sensitive; None before the first."""
    calm = Post.objects.live().filter(is_sensitive=False)
    return calm.select_related("author", "category", "lead_image").latest_first().first()
