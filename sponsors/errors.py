"""What can go wrong with bookings; `str()` is a sentence for the sponsor manager."""

from django.utils.translation import gettext as _


class SponsorsError(Exception):
    """Base of the errors of sponsors."""


class FlightNotReadyError(SponsorsError):
    """The flight cannot run; `reasons` says what is missing, one sentence each, at least one."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


class FlightStateError(SponsorsError):
    """The deed does not fit the status of the flight, such as pausing one that has ended."""

    def __init__(self) -> None:
        super().__init__(_("The status of this flight does not allow that."))


class NoSuchClickError(SponsorsError):
    """We never made this click token, or what it leads to is gone."""


class BadFillError(SponsorsError):
    """A page asks for its slots in a way that no page of ours does."""

    def __init__(self) -> None:
        super().__init__("Send slots=…,… and the context that came with the page.")
