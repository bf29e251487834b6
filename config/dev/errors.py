"""Errors of the dev command."""


class DevError(Exception):
    """The site cannot be started; the message is the one line that a person needs."""
