"""The door through which comments are announced."""

from django.db import transaction

from feed.models import Comment

BATCH = 100


def refresh_due() -> int:
    """Announce what is due, at most BATCH, oldest first; returns how many were."""
    due = Comment.objects.filter(announce_due=True).order_by("pk").values_list("pk", flat=True)
    return sum(refresh_comment(pk) for pk in due[:BATCH])


@transaction.atomic
def refresh_comment(pk: int) -> bool:
    """Announce one comment if that is due; False if it is not. The update claims it, in the notifications' transaction."""
    return bool(Comment.objects.filter(pk=pk, announce_due=True).update(announce_due=False))
