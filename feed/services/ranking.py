"""Keeping the stored rank of a post true."""

from django.utils import timezone

from feed import shown
from feed.models import Comment, Judgement, Post, TextKind
from feed.ranking.hotness import hotness, points


def refresh_hotness(post_pk: int) -> None:
    """Recompute the rank from what stands under the post; a post never published keeps none.

    The caller holds the lock on the post's row, so that of two changes at once the second sees the first.
    Authors cannot react to posts of their own (feed.services.reacting), so every reaction counts here.
    """
    shown.tell_changed(post_pk)
    posts = Post.objects.filter(pk=post_pk)
    post = posts.only("author_id", "published_at", "reaction_count").first()
    if post is None or post.published_at is None:
        return
    others = Comment.objects.live().filter(post=post_pk).exclude(author=post.author_id)
    voices = others.values("author").distinct().count()
    judged = Judgement.objects.about(TextKind.POST, post_pk).values_list("probability", flat=True)
    posts.update(
        score=points(reactions=post.reaction_count, voices=voices),
        hotness=hotness(
            reactions=post.reaction_count,
            voices=voices,
            published_at=post.published_at,
            now=timezone.now(),
            spam_probability=judged.first() or 0.0,
        ),
    )
