"""What can go wrong with an import or export; `str()` is a sentence for who started it."""


class ExchangeError(Exception):
    """Nothing more can be done; what was taken in before stays, and the same command goes on from there."""


class UnreadableError(ExchangeError):
    """The file is none of those that are read, or damaged. `line`: where, from 1; 0 where no line can be named."""

    def __init__(self, message: str, *, line: int = 0) -> None:
        super().__init__(f"Line {line}: {message}" if line else message)
        self.line = line
