"""What stands below the lines of a daily mail. Who has something to put there registers it; this app knows nothing of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from accounts.models import User


@dataclass(frozen=True)
class Insert:
    """`text`: lines of the plain message. `html`: the same for the other one; styles stand in it, for mail has no others."""

    text: str
    html: SafeString


# Called in the member's language, with the instant; None where there is nothing to show. It never fails.
MakeInsert = Callable[[User, datetime], Insert | None]

_makers: list[MakeInsert] = []


def register_insert(make: MakeInsert) -> None:
    """Ask `make` from now on; registering it again changes nothing."""
    if make not in _makers:
        _makers.append(make)


def insert_for(member: User, *, now: datetime) -> Insert | None:
    """What the first one has that has anything for this member's mail."""
    made = (make(member, now) for make in _makers)
    return next((insert for insert in made if insert), None)
