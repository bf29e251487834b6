"""What can go wrong in the feed; pages and API map these to a status in one place each."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import NO_END


class FeedError(Exception):
    """Base of the feed's errors; `str()` is a sentence for the person who asked."""


class NotFoundError(FeedError):
    """There is no such thing, or this person may not know that there is."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing at this address."))


class NotAllowedError(FeedError):
    """The thing is visible, the deed is not allowed."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("You may not do this."))


class SilencedError(NotAllowedError):
    """Moderators let this member only read, until `until`; nothing was written."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        if until == NO_END:
            message = _("The moderators let you read, but no longer write, react or vote.")
        else:
            message = _(
                "The moderators let you read, but not write, react or vote until %(until)s."
            ) % {"until": date_format(localtime(until), "DATETIME_FORMAT")}
        super().__init__(message)


class EditConflictError(FeedError):
    """Somebody saved the post after this form was opened; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The post was changed while you were writing. Compare, then save again to keep your text."
            )
        )


class AutosaveConflictError(FeedError):
    """Another tab saved the same form; `counter` and `saved_at` are of what it saved."""

    def __init__(self, *, counter: int, saved_at: datetime) -> None:
        super().__init__(_("This text was changed in another tab."))
        self.counter = counter
        self.saved_at = saved_at


class NotPossibleError(FeedError):
    """The deed does not fit the state of the thing, such as a reply to a deleted comment."""


class GoneParentError(NotPossibleError):
    """The comment that is answered was deleted or hidden meanwhile, or is another post's; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The comment you answer is no longer there. Your text is still below: you can post it as a comment of its own."
            )
        )


class KeptAwayError(NotPossibleError):
    """The member who would be answered has blocked the author; nothing was written."""

    def __init__(self) -> None:
        super().__init__(_("This member takes no answers from you, so nothing was published."))


class TooMuchInTextError(NotPossibleError):
    """A text holds more links, pictures or mentions than its author's level allows; nothing was published."""


class DailyLimitError(NotPossibleError):
    """The member has done as much as the level allows in 24 hours; nothing was written. `again_at`: end of the wait."""

    def __init__(self, message: str, *, again_at: datetime) -> None:
        super().__init__(message)
        self.again_at = again_at


class EditWindowError(NotPossibleError):
    """The comment is too old to be changed; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A comment can be changed for a day. This one is older and stays as others have read it; you can add your text as a reply."
            )
        )


class TextRefusedError(NotPossibleError):
    """The text holds what moderators have blocked; nothing was published."""


class PollClosedError(NotPossibleError):
    """The poll takes no votes any more; nothing was counted."""

    def __init__(self) -> None:
        super().__init__(_("The poll has closed meanwhile, so your vote was not counted."))


class AlreadyVotedError(NotPossibleError):
    """The member gave another answer before; that one stands."""

    def __init__(self) -> None:
        super().__init__(_("You have voted already, and your first answer stands."))
