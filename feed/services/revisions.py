"""Keeping what a published post said, and forgetting what it must not have said."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from config.freshness import withdraw
from feed import shown
from feed.errors import NotPossibleError
from feed.models import Post, Revision
from feed.text.plain import one_line


def record_revision(
    post: Post, *, editor: User, correction: str = "", now: datetime | None = None
) -> Revision | None:
    """Keep the post's present words as its next revision; None where they are those of the last one.

    The post's row must be locked, so that numbers have no gaps.
    """
    last = post.revisions.latest_first().first()
    if last and (last.title, last.body) == (post.title, post.body) and not correction:
        return None
    return Revision.objects.create(
        post=post,
        number=last.number + 1 if last else 1,
        editor=editor,
        title=post.title,
        body=post.body,
        correction=one_line(correction),
        created_at=now or timezone.now(),
    )


@transaction.atomic
def purge_revision(revision: Revision, *, now: datetime | None = None) -> Revision:
    """Forget the words of an earlier revision for good; its number and date stay. Purging twice changes nothing.

    Raises:
        NotPossibleError: it is what the post says now; edit the post first.
    """
    post = Post.objects.select_for_update().get(pk=revision.post_id)
    newest = post.revisions.latest_first().values_list("pk", flat=True).first()
    if revision.pk == newest and post.is_live:
        raise NotPossibleError(
            _("The post says this now. Edit the post first, then remove the old words.")
        )
    Revision.objects.filter(pk=revision.pk, purged_at=None).update(
        title="", body="", purged_at=now or timezone.now()
    )
    withdraw(shown.post(post.pk))
    revision.refresh_from_db()
    return revision
