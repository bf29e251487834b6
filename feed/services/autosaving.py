"""Keeping words that are not yet saved."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from feed.errors import AutosaveConflictError
from feed.models import Autosave, Post

# Fields of the writing form that are kept; files are taken over by their own upload.
KEPT = (
    "title", "body", "excerpt", "category", "tags", "language", "image_pk", "image_alt", "image_caption",
    "image_credit", "image_focus_x", "image_focus_y", "correction", "version", "publish_at", "link_url", "canonical_url", "series",
    "is_sensitive",
)  # fmt: skip
MAX_LENGTH = 50_000
# Forgotten forms of one member beyond this many make room, oldest first.
MAX_KEPT = 20


@transaction.atomic
def autosave(
    *, member: User, key: str, post: Post | None, fields: Mapping[str, str], counter: int
) -> Autosave:
    """Keep what stands in a form now, in place of what stood there before.

    Args:
        key: names the form, see `Autosave`.
        fields: as typed; unknown names are dropped, values cut at MAX_LENGTH characters.
        counter: of the autosave that this form has seen; 0 before the first.

    Raises:
        AutosaveConflictError: another tab has saved the same form since; nothing was written.
    """
    now = timezone.now()
    kept = {name: fields[name][:MAX_LENGTH] for name in KEPT if name in fields}
    saved, is_new = Autosave.objects.get_or_create(
        member=member, key=key, defaults={"post": post, "fields": kept, "saved_at": now}
    )
    if is_new:
        _make_room(member)
        return saved
    written = Autosave.objects.filter(pk=saved.pk, counter=counter).update(
        fields=kept, saved_at=now, counter=F("counter") + 1
    )
    saved.refresh_from_db()
    if not written:
        raise AutosaveConflictError(counter=saved.counter, saved_at=saved.saved_at)
    return saved


def discard_autosave(*, member: User, key: str) -> None:
    """Forget the unsaved words of a form, because they are saved or unwanted."""
    Autosave.objects.filter(member=member, key=key).delete()


def _make_room(member: User) -> None:
    extra = Autosave.objects.filter(member=member).order_by("-saved_at", "-pk")[MAX_KEPT:]
    Autosave.objects.filter(pk__in=[each.pk for each in extra]).delete()
