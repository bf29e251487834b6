"""What stops a measurement."""


class CannotMeasureError(Exception):
    """Something that the measurement needs is missing; the message says what to do."""
