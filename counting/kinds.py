"""The kinds of events, registered by the apps that own them in their `AppConfig.ready()`.

A batch kind is counted: cheap, totals only, a visitor counts once per subject in a window. A ledger kind is
recorded: each token is good for one row, for ever, and its owner is told of each row once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from counting.errors import KindTakenError
from counting.models import EventClass
from counting.tokens import Token

# (valid events by subject, the day in UTC on which they arrived); subjects in no order, counts at least 1.
ApplyBatch = Callable[[Mapping[int, int], date], None]
# (events of the other classes by subject and class, the day in UTC on which they arrived).
ApplyInvalid = Callable[[Mapping[tuple[int, EventClass], int], date], None]

# (subject, key of the member, when it arrived) of an event that a member reported and that breaks no rule.
TellMember = Callable[[int, int, datetime], None]

# What cannot be read has no kind; it is counted under this name.
UNKNOWN: Final = "unknown"


@dataclass(frozen=True)
class Event:
    """One row of the ledger. `detail`: what its token was given to carry."""

    kind: str
    event_id: str
    subject: int
    detail: str
    issued_at: datetime
    arrived_at: datetime


# Newly recorded events, in the order of their ids; at least one.
ApplyEvents = Callable[[Sequence[Event]], None]


def nobodys(_token: Token, _member_pk: int) -> bool:
    """Of a kind whose subjects have no owner."""
    return False


@dataclass(frozen=True, kw_only=True)
class EventKind:
    """What both sorts have in common.

    `name`: lower-case letters. `max_age`: a token older than this is expired.
    `is_own`: whether the member is the one whose subject the token is about, so that the event may not count.
    `apply_invalid`: told of events that did not count, subject by subject; None if nobody wants to know.
    What `apply…` do runs inside the drain's transaction, must not commit, nor reach outside of the database,
    since it may be rolled back and run again.
    """

    name: str
    max_age: timedelta = timedelta(hours=24)
    is_own: Callable[[Token, int], bool] = field(default=nobodys)
    apply_invalid: ApplyInvalid | None = None


@dataclass(frozen=True, kw_only=True)
class BatchKind(EventKind):
    """`window`: for so long, at most a day, one visitor counts once.

    `once_per_token`: once for each rendering, not for each subject. `counts_readers`: also count distinct visitors
    by subject and day. `apply`: once for each batch and day.
    `tell_member`: what its owner wants to know at once of members' events that break no rule and are of no flood; told after
    the count, of duplicates too, and never a reason to refuse the event.
    """

    window: timedelta
    apply: ApplyBatch
    once_per_token: bool = False
    counts_readers: bool = False
    tell_member: TellMember | None = None


@dataclass(frozen=True, kw_only=True)
class LedgerKind(EventKind):
    """`apply`: once for each event that was recorded; never told of a duplicate."""

    apply: ApplyEvents


REGISTRY: Final[dict[str, BatchKind | LedgerKind]] = {}


def register(kind: BatchKind | LedgerKind) -> None:
    """Make a kind known.

    Raises:
        KindTakenError: the name is taken.
    """
    if kind.name in REGISTRY or kind.name == UNKNOWN:
        raise KindTakenError(kind.name)
    REGISTRY[kind.name] = kind
