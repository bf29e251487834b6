"""The door through which comments are announced."""

from typing import Final

from django.db import transaction

from accounts.models import NotificationKind
from accounts.services.notifications import notify
from feed.announcing.recipients import recipients_of
from feed.models import Comment

BATCH: Final = 100


def refresh_due() -> int:
    """Announce what is due, at most BATCH, oldest first; returns how many were."""
    due = Comment.objects.filter(announce_due=True).order_by("pk").values_list("pk", flat=True)
    return sum(refresh_comment(pk) for pk in due[:BATCH])


@transaction.atomic
def refresh_comment(pk: int) -> bool:
    """Announce one comment if that is due; False if it is not.

    The update claims it, in the transaction that writes the notifications: all or none, and nobody is told twice.
    """
    if not Comment.objects.filter(pk=pk, announce_due=True).update(announce_due=False):
        return False
    rows = Comment.objects.live().select_related("post", "parent", "author")
    comment = rows.filter(pk=pk, post__status="published").first()
    if comment:
        _announce(comment)
    return True


def subject_of(comment_pk: int) -> str:
    """The key of what is told about a comment."""
    return f"comment:{comment_pk}"


def _announce(comment: Comment) -> None:
    """Each member in one way only, the nearest."""
    found = recipients_of(comment)
    for kind, pks in (
        (NotificationKind.MENTION, found.mentioned),
        (NotificationKind.REPLY, found.answered),
        (NotificationKind.THREAD, found.following),
    ):
        notify(
            recipient_pks=pks,
            kind=kind,
            actor=comment.author,
            subject=subject_of(comment.pk),
            title=comment.post.title,
            url=comment.get_absolute_url(),
        )
