"""Changing the table of reasons."""

from moderation.models import DecisionReason, Reason


def take_turn() -> None:
    """Let those who change the table do so one after the other, until the caller's transaction ends.

    Locks one row that always stays, and not its key: decisions, which point to it, do not wait.
    """
    DecisionReason.objects.select_for_update(no_key=True).get(pk=Reason.OTHER)
