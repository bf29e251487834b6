"""What everybody may know of the moderators' work: what was decided and why, never about whom."""

from typing import Final

from config.keyset import Order, Page, read_page
from moderation.models import Decision

ORDER: Final = Order("decisions", "created_at")
# Names, words and notes stay with the member concerned and the moderators.
PUBLIC_FIELDS: Final = ("verb", "subject_kind", "reason", "created_at", "actor_id")


def public_log(*, verb: str, reason: str, cursor: str | None) -> Page[Decision]:
    """One page of decisions, newest first. `verb`, `reason`: or "" for all. Raises BadCursorError."""
    decisions = Decision.objects.only(*PUBLIC_FIELDS)
    if verb:
        decisions = decisions.filter(verb=verb)
    if reason:
        decisions = decisions.filter(reason=reason)
    return read_page(decisions, order=ORDER, cursor=cursor)
