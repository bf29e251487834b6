"""Holding a post still while something beside it is counted."""

from django.utils.translation import gettext as _

from feed.errors import NotFoundError, NotPossibleError
from feed.models import Post


def lock_live(post: Post) -> Post:
    """The post's row as it stands now, locked before all rows that belong to it; without its text.

    Raises:
        NotFoundError, NotPossibleError: it was deleted; it is not published.
    """
    locked = lock_post(post)
    if not locked.is_live:
        raise NotPossibleError(_("This post is not published now."))
    return locked


def lock_post(post: Post) -> Post:
    """As `lock_live`, in any state. Rows that point to the post may still be added by others. Raises NotFoundError."""
    rows = Post.objects.select_for_update(no_key=True, of=("self",)).without_text()
    locked = rows.filter(pk=post.pk).first()
    if locked is None:
        raise NotFoundError
    return locked
