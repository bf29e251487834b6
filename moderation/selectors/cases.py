"""What stands in the review queue, whoever put it there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from accounts.models import User
from moderation.harm import urgency
from moderation.models import CaseKind, Claim, Reason, Report


@dataclass(frozen=True)
class Complaint:
    """What the open reports on one subject come to. `since`: the first of them; `count`: how many."""

    weight: float
    severity: float
    since: datetime | None = None
    count: int = 0


NO_COMPLAINT: Final = Complaint(weight=0.0, severity=1.0)


@dataclass(frozen=True)
class Record:
    """How the author's posts have fared."""

    published_count: int = 0
    hidden_count: int = 0


@dataclass(frozen=True)
class Case:
    """One thing to decide about.

    `since`: when it was written or began; `waits_since`: when the first complaint or doubt came, None for `since`.
    `deeds`: names of what can be done about it now; `harm`: expected, see moderation.harm; `views_per_hour`: of what is
    public, 0 for what is held; `reason`: which reason suggests itself; `evidence`: as in Judgement; `reports`: the worst of them; `not_for`: who may not decide it.
    """

    kind: CaseKind
    pk: int
    title: str
    text: str
    since: datetime
    deeds: tuple[str, ...]
    author: User | None = None
    views_per_hour: float = 0.0
    complaint: Complaint = NO_COMPLAINT
    probability: float = 0.0
    harm: float = 0.0
    reason: str = Reason.SPAM
    evidence: tuple[Any, ...] = ()
    reports: tuple[Report, ...] = ()
    record: Record | None = None
    claim: Claim | None = None
    not_for: frozenset[int | None] = frozenset()
    waits_since: datetime | None = None

    @property
    def key(self) -> str:
        """How forms and sessions name it."""
        return f"{self.kind}:{self.pk}"

    @property
    def other_reports(self) -> int:
        """How many more there are than are listed."""
        return max(0, self.complaint.count - len(self.reports))

    def urgency(self, *, now: datetime) -> float:
        """What orders the queue."""
        return urgency(harm=self.harm, waited=now - (self.waits_since or self.since))


@dataclass(frozen=True)
class Queue:
    """The worst cases, and how many wait in all."""

    cases: list[Case]
    waiting_count: int
