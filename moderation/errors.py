"""What can go wrong when deciding; `str()` is a sentence for the moderator."""

from django.utils.translation import gettext as _


class ModerationError(Exception):
    """Base of the errors of moderation."""


class DecisionIsFinalError(ModerationError):
    """A recorded decision is never changed or deleted; it is answered by another one."""

    def __init__(self) -> None:
        super().__init__(_("A decision that is recorded stays as it is."))


class AlreadyTakenBackError(ModerationError):
    """The decision was undone before, or is itself the undoing of another."""

    def __init__(self) -> None:
        super().__init__(_("This decision was taken back already."))


class AppealRefusedError(ModerationError):
    """The appeal, or what was said in it, cannot be taken; the message says why."""


class AppealClosedError(ModerationError):
    """The appeal is answered; nothing was written."""

    def __init__(self) -> None:
        super().__init__(_("This appeal is answered, so nothing can be added."))


class NotYoursToDecideError(ModerationError):
    """The actor may not decide about this subject: oneself, or another member of the staff."""


class NoSuchDeedError(ModerationError):
    """What was asked for cannot be done to such a case."""

    def __init__(self) -> None:
        super().__init__(_("This cannot be done to such a case."))


class ReasonMissingError(ModerationError):
    """The deed takes something away, so its author is told a reason."""

    def __init__(self) -> None:
        super().__init__(_("Nothing was decided: choose a reason."))


class ReasonNotOfferedError(ModerationError):
    """There is no such reason, or it was withdrawn from the choice meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            _("Nothing was decided: this reason is no longer offered. Choose another.")
        )


class TakenByAnotherError(ModerationError):
    """Another moderator is looking at the case."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else is looking at it. Take the next one."))
