"""What can go wrong with the demo site."""


class DemoError(Exception):
    """The message is the one line that the person at the keyboard needs."""


class ContentError(DemoError):
    """A content file says something that cannot be."""

    def __init__(self, file: str, problem: str) -> None:
        super().__init__(f"{file}: {problem}")


class NotEmptyError(DemoError):
    """The database holds members or posts, and nothing may be mixed with those."""


class RefusedError(DemoError):
    """The demo site does not belong here."""
