"""What waits in other apps for somebody of the staff, registered by the wiring; moderation knows nothing of those apps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from accounts.models import User
from moderation.models import CaseKind
from moderation.selectors.cases import Case


@dataclass(frozen=True)
class Option:
    """A button: what can be done about a case."""

    name: str
    label: Promise | str
    icon: str


@dataclass(frozen=True)
class Wish:
    """What somebody who may decide wants done about one case. `note`: as typed."""

    actor: User
    pk: int
    deed: str
    note: str
    now: datetime


@dataclass(frozen=True)
class Source:
    """All cases of one kind.

    `waiting`: those that wait, with a probability; `address`: of a case's own page, by its key; `decide`: does one of
    `deeds`, and raises a FeedError with words where that cannot be.
    """

    kind: CaseKind
    deeds: tuple[Option, ...]
    may_decide: Callable[[User], bool]
    waiting: Callable[[datetime], list[Case]]
    address: Callable[[int], str]
    decide: Callable[[Wish], None]


_sources: dict[CaseKind, Source] = {}


def register_source(source: Source) -> None:
    """Ask `source` from now on; of each kind the last one registered counts."""
    _sources[source.kind] = source


def source_of(kind: CaseKind) -> Source | None:
    """None for the cases of moderation itself."""
    return _sources.get(kind)


def decides_elsewhere(member: User) -> bool:
    """Whether this member decides about anything of other apps."""
    return any(source.may_decide(member) for source in _sources.values())


def waiting_elsewhere(member: User, *, now: datetime) -> list[Case]:
    """What waits for this member's decision."""
    mine = (source for source in _sources.values() if source.may_decide(member))
    return [case for source in mine for case in source.waiting(now)]
