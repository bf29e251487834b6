"""Whether words about a member may stand: names at sign-up, names shown, and what members say of themselves.

Who knows spam registers a check here; this app knows nothing of it.
"""

from collections.abc import Callable

from accounts.models import User

# Takes the member, None at sign-up, and the words; returns what to tell the person, "" for words in order.
Check = Callable[[User | None, str], str]

_checks: list[Check] = []


def register_check(check: Check) -> None:
    """Ask `check` from now on; registering it again changes nothing."""
    if check not in _checks:
        _checks.append(check)


def objection_to(words: str, *, member: User | None) -> str:
    """What the first check that minds has to say; "" if none does, and for no words at all."""
    if not words.strip():
        return ""
    return next(filter(None, (check(member, words) for check in _checks)), "")
