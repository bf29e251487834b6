"""What moderators do with changes that wait."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from feed.models import Category, Image, PendingEdit, PendingState, Post
from feed.services.publishing import PostDraft, edit_post


@transaction.atomic
def accept_edit(edit: PendingEdit, *, actor: User) -> Post | None:
    """Put a waiting change before the readers; None if it does not wait any more, or its post is gone.

    `actor`: the moderator who answers for the new words. Of two moderators at once, one decides.
    """
    if not _claim(edit, PendingState.ACCEPTED):
        return None
    post = edit.post
    if post is None:
        return None
    draft = _draft(edit.changes, post)
    return edit_post(post, editor=actor, draft=draft, correction=edit.correction)


@transaction.atomic
def refuse_edit(edit: PendingEdit) -> bool:
    """Leave the old words as they are; False if the change does not wait any more."""
    return _claim(edit, PendingState.REFUSED)


def _claim(edit: PendingEdit, state: PendingState) -> bool:
    waiting = PendingEdit.objects.waiting().filter(pk=edit.pk)
    return bool(waiting.update(state=state, decided_at=timezone.now()))


def _draft(changes: dict[str, Any], post: Post) -> PostDraft:
    """The draft as it was sent; a category or a picture that is gone meanwhile leaves the post's present one."""
    fields = dict(changes)
    category = Category.objects.filter(pk=fields.pop("category")).first() or post.category
    picture = fields.pop("lead_image")
    lead_image = Image.objects.filter(pk=picture).first() if picture else None
    return PostDraft(
        **fields | {"tags": tuple(fields["tags"])}, category=category, lead_image=lead_image
    )
