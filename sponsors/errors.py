"""What can go wrong with bookings; `str()` is a sentence for the sponsor manager."""

from typing import Self

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


class InvoiceRefusedError(SponsorsError):
    """No invoice can be made of that period."""

    @classmethod
    def backwards(cls) -> Self:
        return cls(_("The period ends before it begins."))

    @classmethod
    def not_over(cls) -> Self:
        return cls(_("The period is not over yet. Choose a last day that is past."))

    @classmethod
    def nothing_owed(cls) -> Self:
        return cls(_("Nothing is owed for this period."))

    @classmethod
    def billed_already(cls) -> Self:
        return cls(_("There is an invoice that begins on this day."))


class BooksDifferError(SponsorsError):
    """Ledger, totals and invoices do not say the same; `differences` names each, at least one."""

    def __init__(self, differences: list[str]) -> None:
        self.differences = differences
        super().__init__("; ".join(differences))


class StaleVersionError(SponsorsError):
    """Somebody else has changed the row since it was read."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else has changed this meanwhile. Look at it as it is now, and try again.")
        )


class CreativeRefusedError(SponsorsError):
    """The creative cannot be approved; `str()` says why."""
