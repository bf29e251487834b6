"""Errors of the wiring itself."""


class SettingsError(Exception):
    """The environment cannot be turned into settings; the message says which variable and what to write."""
