"""Telling programs what became of posts and comments; see accounts.services.webhooks."""

from typing import Any

from accounts.models import EventKind
from accounts.services.webhooks import announce
from feed.models import Comment, Post


def herald_post(post: Post, *, was_live: bool) -> None:
    """Nothing of what only its author sees. To be called in the transaction that changed the post."""
    if post.is_live:
        herald(post, EventKind.POST_EDITED if was_live else EventKind.POST_PUBLISHED)
    elif was_live:
        herald(post, EventKind.POST_REMOVED)


def herald(post: Post, kind: EventKind) -> None:
    data: dict[str, Any] = {"id": post.pk}
    if kind is not EventKind.POST_REMOVED:
        data |= {
            "title": post.title,
            "author": post.author.username,
            "category": post.category.slug,
            "url": post.get_absolute_url(),
        }
    announce(kind, data=data, owner_pks=[post.author_id])


def herald_comment(comment: Comment) -> None:
    """For its author, whose comment it answers, and the author of the post."""
    parent = comment.parent
    owners = {comment.author_id, comment.post.author_id} | ({parent.author_id} if parent else set())
    announce(
        EventKind.COMMENT_PUBLISHED,
        data={
            "id": comment.pk,
            "post": comment.post_id,
            "parent": comment.parent_id,
            "author": comment.author.username,
            "url": comment.get_absolute_url(),
        },
        owner_pks=sorted(owners),
    )
