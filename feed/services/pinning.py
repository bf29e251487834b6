"""Keeping posts on top."""

from django.db import transaction
from django.utils.translation import gettext as _

from feed import shown
from feed.errors import NotPossibleError
from feed.models import Category, Post
from feed.selectors.feeds import MAX_PINNED


@transaction.atomic
def pin_post(post: Post) -> Post:
    """Keep a post on top of its category and of the front page.

    The category's row is locked after the post's, so that two moderators at once do not pin one too many.

    Raises:
        NotPossibleError: MAX_PINNED published posts of the category are pinned.
    """
    Category.objects.select_for_update(no_key=True).get(pk=post.category_id)
    others = Post.objects.live().pinned().filter(category=post.category_id).exclude(pk=post.pk)
    if others.count() >= MAX_PINNED:
        raise NotPossibleError(
            _("%(limit)s posts of this category are pinned already. Unpin one first.")
            % {"limit": MAX_PINNED}
        )
    return _set(post, is_pinned=True)


def unpin_post(post: Post) -> Post:
    """Let a post sink like any other."""
    return _set(post, is_pinned=False)


def _set(post: Post, *, is_pinned: bool) -> Post:
    Post.objects.filter(pk=post.pk).update(is_pinned=is_pinned)
    post.is_pinned = is_pinned
    shown.tell_moved(post, category_pks=(post.category_id,), is_gone=False)
    return post
