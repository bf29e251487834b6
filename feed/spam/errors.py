"""What can go wrong in the spam filter."""


class BadConditionError(Exception):
    """A line of a written rule that cannot be; `str()` says why, to who wrote it."""


class BrokenModelError(Exception):
    """The bytes are no model of ours, or were cut short."""
