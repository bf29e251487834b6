"""What a notification says: one sentence, the same on the page, in a mail and on a lock screen."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Notification, NotificationKind

# One who did it; more than one.
Alone = Callable[[str], str]
Gathered = Callable[[str, int], str]


def sentence_of(notification: Notification) -> str:
    """Who did what, without the title of the subject, in the language that is active."""
    actor = notification.latest_actor
    kind = NotificationKind(notification.kind)
    if actor is None:
        return FROM_THE_SITE[kind]()
    others = notification.actor_count - 1
    if others > 0 and kind in GATHERED:
        return GATHERED[kind](actor.name, others)
    return ALONE[kind](actor.name)


ALONE: Final[dict[NotificationKind, Alone]] = {
    NotificationKind.REPLY: lambda name: _("%(name)s answers you") % {"name": name},
    NotificationKind.MENTION: lambda name: _("%(name)s mentions you") % {"name": name},
    NotificationKind.THREAD: lambda name: (
        _("%(name)s joins a conversation you follow") % {"name": name}
    ),
    NotificationKind.FOLLOW: lambda name: _("%(name)s follows you") % {"name": name},
    NotificationKind.REACTION: lambda name: (
        _("%(name)s appreciates what you wrote") % {"name": name}
    ),
    NotificationKind.POST: lambda name: _("%(name)s has published") % {"name": name},
    NotificationKind.FILED: lambda name: (
        _("%(name)s has published in what you follow") % {"name": name}
    ),
    NotificationKind.MODERATION: lambda name: (
        _("%(name)s has decided as a moderator") % {"name": name}
    ),
}

GATHERED: Final[dict[NotificationKind, Gathered]] = {
    NotificationKind.THREAD: lambda name, others: (
        ngettext(
            "%(name)s and %(others)s other join a conversation you follow",
            "%(name)s and %(others)s others join a conversation you follow",
            others,
        )
        % {"name": name, "others": others}
    ),
    NotificationKind.FOLLOW: lambda name, others: (
        ngettext(
            "%(name)s and %(others)s other follow you",
            "%(name)s and %(others)s others follow you",
            others,
        )
        % {"name": name, "others": others}
    ),
    NotificationKind.REACTION: lambda name, others: (
        ngettext(
            "%(name)s and %(others)s other appreciate what you wrote",
            "%(name)s and %(others)s others appreciate what you wrote",
            others,
        )
        % {"name": name, "others": others}
    ),
}

FROM_THE_SITE: Final[dict[NotificationKind, Callable[[], str]]] = {
    NotificationKind.REPLY: lambda: _("Someone answers you"),
    NotificationKind.MENTION: lambda: _("Someone mentions you"),
    NotificationKind.THREAD: lambda: _("New comments in a conversation you follow"),
    NotificationKind.FOLLOW: lambda: _("Someone follows you"),
    NotificationKind.REACTION: lambda: _("Someone appreciates what you wrote"),
    NotificationKind.POST: lambda: _("New in what you follow"),
    NotificationKind.FILED: lambda: _("New in what you follow"),
    NotificationKind.MODERATION: lambda: _("The moderators have decided"),
    NotificationKind.SPONSOR: lambda: _("News of a booking"),
    NotificationKind.PROGRAM: lambda: _("A webhook of yours is switched off"),
}
