"""Errors of the private servers."""


class EngineError(Exception):
    """A server cannot be started or reached; the message is the one line that a person needs."""
