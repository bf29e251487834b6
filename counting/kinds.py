"""The kinds of events, registered by the apps that own them in their `AppConfig.ready()`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from counting.errors import KindTakenError

# (valid events by subject, the day in UTC on which they arrived); subjects in no order, counts at least 1.
Apply = Callable[[Mapping[int, int], date], None]

# What cannot be read has no kind; it is counted under this name.
UNKNOWN: Final = "unknown"


@dataclass(frozen=True)
class EventKind:
    """How events of one kind are told apart, and what happens to what was counted.

    `name`: lower-case letters. `window`: for so long, at most a day, one visitor counts once.
    `once_per_token`: once for each rendering, not for each subject.
    `max_age`: a token older than this is expired.
    `apply`: runs inside the drain's transaction, once for each batch and day; must not commit, nor reach outside
    of the database, since it may be rolled back and run again.
    """

    name: str
    window: timedelta
    apply: Apply
    once_per_token: bool = False
    max_age: timedelta = timedelta(hours=24)


REGISTRY: Final[dict[str, EventKind]] = {}


def register(kind: EventKind) -> None:
    """Make a kind known.

    Raises:
        KindTakenError: the name is taken.
    """
    if kind.name in REGISTRY or kind.name == UNKNOWN:
        raise KindTakenError(kind.name)
    REGISTRY[kind.name] = kind
