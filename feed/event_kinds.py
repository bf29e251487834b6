"""The event kinds that the feed registers with counting."""


def register() -> None:
    """Nothing yet."""
