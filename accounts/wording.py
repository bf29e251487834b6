"""Whether words about a member may stand: names at sign-up, names shown, and what members say of themselves.

Who knows spam registers a check and a witness here; this app knows nothing of it.
"""

from collections.abc import Callable
from enum import StrEnum

from accounts.models import User

# Takes the member, None at sign-up, and the words; returns what to tell the person, "" for words in order.
Check = Callable[[User | None, str], str]


class Written(StrEnum):
    """What of a member's words is new: the name at sign-up, or what the profile says."""

    NAME = "name"
    PROFILE = "profile"


# Takes a member whose words are set but not stored yet; returns what to tell the person, "" for words in order.
Door = Callable[[User, Written], str]
# Told in the transaction that stored the words; what it answers is not heard.
Witness = Callable[[User, Written], object]

_checks: list[Check] = []
_doors: list[Door] = []
_witnesses: list[Witness] = []


def register_check(check: Check) -> None:
    """Ask `check` from now on; registering it again changes nothing."""
    if check not in _checks:
        _checks.append(check)


def register_door(door: Door) -> None:
    """Ask `door` about whole profiles and names from now on; registering it again changes nothing."""
    if door not in _doors:
        _doors.append(door)


def register_witness(witness: Witness) -> None:
    """Tell `witness` from now on; registering it again changes nothing."""
    if witness not in _witnesses:
        _witnesses.append(witness)


def tell_written(member: User, what: Written) -> None:
    """Let those who judge words look at a member's, which have just been stored."""
    for witness in _witnesses:
        witness(member, what)


def objection_to_all(member: User, what: Written) -> str:
    """As `objection_to`, of all that a member says together. `member`: with the words set, not stored."""
    return next(filter(None, (door(member, what) for door in _doors)), "")


def objection_to(words: str, *, member: User | None) -> str:
    """What the first check that minds has to say; "" if none does, and for no words at all."""
    if not words.strip():
        return ""
    return next(filter(None, (check(member, words) for check in _checks)), "")
