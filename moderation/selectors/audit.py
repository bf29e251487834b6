"""What the staff did in the admin: decisions and changes of rows, in one list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext as _

from moderation.models import Decision

SHOWN: Final = 100


@dataclass(frozen=True)
class Act:
    """`what`: in words; `about`: how the subject was called."""

    at: datetime
    who: str
    what: str
    about: str


def staff_acts(*, before: datetime | None, username: str) -> list[Act]:
    """The newest SHOWN, newest first. `before`: only older ones; `username`: only of this person, "" for all."""
    decisions = (
        Decision.objects.filter(actor__isnull=False).select_related("actor").defer("evidence")
    )
    entries = LogEntry.objects.select_related("user", "content_type")
    if username:
        decisions = decisions.filter(actor__username__iexact=username)
        entries = entries.filter(user__username__iexact=username)
    if before:
        decisions = decisions.filter(created_at__lt=before)
        entries = entries.filter(action_time__lt=before)
    acts = [
        Act(
            each.created_at, str(each.actor),
            f"{each.get_subject_kind_display()}: {each.get_verb_display()} ({each.why})",
            each.subject_label,
        )
        for each in decisions.newest_first()[:SHOWN]
    ] + [
        Act(each.action_time, str(each.user), _words(each), each.object_repr)
        for each in entries.order_by("-action_time", "-pk")[:SHOWN]
    ]  # fmt: skip
    return sorted(acts, key=lambda act: act.at, reverse=True)[:SHOWN]


def _words(entry: LogEntry) -> str:
    kind = str(entry.content_type) if entry.content_type else _("something")
    return f"{kind}: {entry.get_action_flag_display()}. {entry.get_change_message()}".strip()
