"""Words that a member has not saved yet."""

import secrets

from accounts.models import User
from feed.models import Autosave, Post


def new_key() -> str:
    """Name for a form that is opened for a new post."""
    return secrets.token_urlsafe(12)


def key_of(post: Post | None) -> str:
    """Name of the form that edits `post`; a fresh one for a new post."""
    return f"post-{post.pk}" if post else new_key()


def unsaved(member: User, *, key: str) -> Autosave | None:
    """What was typed into the form of this name and not saved."""
    return Autosave.objects.filter(member=member, key=key).first()


def all_unsaved(member: User) -> list[Autosave]:
    """All that is kept for a member, latest first; there are feed.services.autosaving.MAX_KEPT at most."""
    return list(Autosave.objects.filter(member=member).order_by("-saved_at", "-pk"))


def unsaved_new_posts(member: User) -> list[Autosave]:
    """Unsaved new posts with any words in them, latest first."""
    found = Autosave.objects.filter(member=member, post=None).order_by("-saved_at", "-pk")
    return [each for each in found if each.fields.get("title") or each.fields.get("body")]
