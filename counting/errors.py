"""What can go wrong while counting."""


class CountingError(Exception):
    """Base of the errors of counting."""


class ForgedTokenError(CountingError):
    """The text is not a token that we signed, or not of the kind that was asked for."""


class KindTakenError(CountingError):
    """Two apps register the same event kind."""


class BeaconRefusedError(CountingError):
    """The beacon's body cannot be read; nothing of it was counted. `str()` is a sentence for programmers."""

    def __init__(self, message: str, *, status: int) -> None:
        self.status = status
        super().__init__(message)


class WentBackInTimeError(CountingError):
    """The events server cut a batch under a number that it has used before; nothing of it was counted."""

    def __init__(self, kind: str, number: int) -> None:
        self.kind = kind
        self.number = number
        super().__init__(f"{kind}: batch {number} was numbered before")
