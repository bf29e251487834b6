"""Changes that wait for a moderator while the old words stay: edits that add a way to reach somebody.

Who spams patiently writes something harmless, waits until nobody looks, and adds the link later.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import TrustLevel, User
from feed.models import ContactStanding, PendingEdit, PendingState, Post
from feed.selectors.suspicion import known_contacts
from feed.spam.contacts import contacts_in
from feed.spam.rules import ADDS_CONTACT
from feed.spam.submission import KnownContact
from feed.text.plain import one_line


def added_contacts(*, before: str, after: str, editor: User) -> list[KnownContact]:
    """The contacts that an edit adds and that nobody approved; none for editors who may add what they like."""
    if editor.is_moderator or editor.trust_level >= TrustLevel.REGULAR:
        return []
    old = {(each.kind, each.value) for each in contacts_in(before)}
    return [
        known
        for known in known_contacts(after)
        if (known.contact.kind, known.contact.value) not in old
        and known.standing not in (ContactStanding.APPROVED, ContactStanding.BLOCKED)
    ]


@transaction.atomic
def keep_waiting(
    post: Post, *, editor: User, changes: dict[str, Any], correction: str, added: list[KnownContact]
) -> PendingEdit:
    """Let a change wait in place of an earlier one. The post's row must be locked."""
    replace_waiting(post)
    words = [known.contact.value for known in added]
    return PendingEdit.objects.create(
        post=post,
        editor=editor,
        changes=changes,
        correction=one_line(correction),
        base_version=post.version,
        evidence=[{"rule": ADDS_CONTACT, "strength": 1.0, "words": words}],
    )


def replace_waiting(post: Post) -> None:
    """Whatever waited for this post is overtaken by a later change."""
    PendingEdit.objects.waiting().filter(post=post).update(
        state=PendingState.REPLACED, decided_at=timezone.now()
    )
