"""Keeping the stored rank of a post true."""

from feed.models import Comment, Post
from feed.ranking.hotness import hotness


def refresh_hotness(post_pk: int) -> None:
    """Recompute the rank from what stands under the post; a post never published keeps none."""
    post = Post.objects.filter(pk=post_pk).only("author_id", "published_at").first()
    if post is None or post.published_at is None:
        return
    others = Comment.objects.live().filter(post=post_pk).exclude(author=post.author_id)
    voices = others.values("author").distinct().count()
    Post.objects.filter(pk=post_pk).update(
        hotness=hotness(voices=voices, published_at=post.published_at)
    )
