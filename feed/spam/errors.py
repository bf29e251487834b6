"""What can go wrong in the spam filter."""


class BrokenModelError(Exception):
    """The bytes are no model of ours, or were cut short."""
