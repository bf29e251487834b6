"""What waits in other apps for somebody of the staff, registered by the wiring; moderation knows nothing of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User


@dataclass(frozen=True)
class Waiting:
    """One case of another app. `since`: None where that is not known; `url`: where it is decided."""

    kind: str
    title: str
    text: str
    since: datetime | None
    url: str


# What waits for this member; nothing for who may not decide it.
Source = Callable[[User], Iterable[Waiting]]

_sources: list[Source] = []


def register_source(source: Source) -> None:
    """Ask `source` from now on; registering it again changes nothing."""
    if source not in _sources:
        _sources.append(source)


def waiting_elsewhere(member: User) -> list[Waiting]:
    """In the order of the sources, and within each in its own."""
    return [case for source in _sources for case in source(member)]
