"""What can go wrong with a member's own things; `str()` is a sentence for that member."""

from datetime import datetime

from django.utils.translation import gettext as _


class AccountsError(Exception):
    """Base of the errors of accounts."""


class NotFoundError(AccountsError):
    """There is no such thing, or it is somebody else's."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing at this address."))


class ImageRefusedError(AccountsError):
    """The upload is not a picture that we take; the message names the limit it broke."""


class NameRefusedError(AccountsError):
    """The name could mislead readers or break the line it stands in."""


class InvitationRefusedError(AccountsError):
    """The invitation cannot be made, or does not count any more; `str()` says why."""


class NoSuchTimeError(AccountsError):
    """The clock jumps over this time when summer time begins."""

    def __init__(self, wall: datetime, zone: str) -> None:
        super().__init__(
            _("In %(zone)s the clock skips %(time)s on that day. Choose a time an hour later.")
            % {"zone": zone, "time": f"{wall:%H:%M}"}
        )


class NoSuchZoneError(AccountsError):
    """There is no time zone of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("There is no time zone “%(name)s”. Choose yours in your settings, under Reading.")
            % {"name": name}
        )


class BlockRefusedError(AccountsError):
    """Nobody can block himself."""

    def __init__(self) -> None:
        super().__init__(_("You cannot block yourself."))


class FollowRefusedError(AccountsError):
    """Nobody follows himself, or across a block."""

    def __init__(self, *, is_oneself: bool) -> None:
        super().__init__(
            _("You cannot follow yourself.") if is_oneself else _("You cannot follow this member.")
        )


class BelongingsTakenError(AccountsError):
    """Two apps would write to the same folder; only a bug can cause it."""


class TooManyTokensError(AccountsError):
    """The member has as many personal tokens as can be."""

    def __init__(self, *, limit: int) -> None:
        super().__init__(
            _("You have %(limit)s tokens, and that is the most. Revoke one first.")
            % {"limit": limit}
        )


class TooManyAppsError(AccountsError):
    """The member has registered as many apps as can be."""

    def __init__(self, *, limit: int) -> None:
        super().__init__(
            _("You have %(limit)s apps, and that is the most. Remove one first.") % {"limit": limit}
        )


class TooManyWebhooksError(AccountsError):
    """The member has as many webhooks as can be."""

    def __init__(self, *, limit: int) -> None:
        super().__init__(
            _("You have %(limit)s webhooks, and that is the most. Remove one first.")
            % {"limit": limit}
        )


class SiteWideRefusedError(AccountsError):
    """Only the staff hear of what is everybody's."""

    def __init__(self) -> None:
        super().__init__(_("Only the staff may be told of the whole site."))


class OtherRequestError(AccountsError):
    """An Idempotency-Key was sent before with another request."""

    def __init__(self) -> None:
        super().__init__(
            _("This Idempotency-Key belongs to another request. Use a new key for each deed.")
        )


class ProfileRefusedError(AccountsError):
    """Others may not be shown this profile now; `str()` says why."""
