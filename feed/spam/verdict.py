"""The verdict on a submission: a pure function of the text and of what is known about its author."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext as _

from feed.models.rule import RuleAction
from feed.spam.contacts import contacts_in
from feed.spam.rules import RULES, Finding, refusal_of
from feed.spam.submission import KnownContact, Submission
from feed.spam.written import Definition

NEWCOMER_LIMIT: Final = 2
STANDING_LIMIT: Final = 4


class Action(StrEnum):
    """What happens to a submission."""

    ALLOW = "allow"
    HOLD = "hold"
    REJECT = "reject"


@dataclass(frozen=True)
class Evidence:
    """A rule that held. `rule`: its English name; `strength`: 0…1; `words`: what it saw, as the text has it."""

    rule: str
    strength: float
    words: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"rule": self.rule, "strength": round(self.strength, 3), "words": list(self.words)}


@dataclass(frozen=True)
class Verdict:
    """What to do, and why: `evidence` of all rules that held, strongest first, also where they do not suffice.

    `probability`: what the classifier said, None without one. `refusal`: what a moderator's rule tells the author, or "".
    """

    action: Action
    evidence: tuple[Evidence, ...] = ()
    probability: float | None = None
    model_version: int | None = None
    refusal: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """The names of the rules that hold the text back, strongest first; () for one that appears."""
        return () if self.action is Action.ALLOW else tuple(each.rule for each in self.evidence)


def judge(submission: Submission) -> Verdict:
    """Whether the submission appears at once, waits for a moderator or is refused.

    Only what moderators have said before refuses: a suspicion holds and ranks.
    """
    if submission.contacts is None:
        submission = replace(submission, contacts=_unknown(submission.text))
    held = [(rule, finding) for rule in RULES if (finding := rule.find(submission))]
    heaviest_first = sorted(held, key=lambda found: -_points(found[1], found[0].points))
    evidence = tuple(
        Evidence(rule.name, finding.strength, finding.words) for rule, finding in heaviest_first
    )
    points = sum(_points(finding, rule.points) for rule, finding in held)
    limit = STANDING_LIMIT if submission.has_standing else NEWCOMER_LIMIT
    action = Action.HOLD if points >= limit else Action.ALLOW
    if refused := refusal_of(submission):
        action, evidence = Action.REJECT, (Evidence(*refused), *evidence)
    reading = submission.reading
    return Verdict(
        action,
        evidence,
        probability=reading.probability if reading else None,
        model_version=reading.model_version if reading else None,
    )


def with_rules(verdict: Verdict, hits: Iterable[tuple[Definition, tuple[str, ...]]]) -> Verdict:
    """The verdict after the rules that moderators wrote and that are in force; they hold and refuse, never release."""
    stopping = [(rule, words) for rule, words in hits if rule.stops]
    if not stopping:
        return verdict
    found = tuple(Evidence(rule.name, 1.0, words) for rule, words in stopping)
    refusing = next((rule for rule, _words in stopping if rule.action == RuleAction.REJECT), None)
    if verdict.action is not Action.REJECT:
        action = Action.REJECT if refusing else Action.HOLD
        verdict = replace(verdict, action=action, refusal=_refusal(refusing) if refusing else "")
    return replace(verdict, evidence=(*found, *verdict.evidence))


def _refusal(rule: Definition) -> str:
    return rule.words or _("A rule of this site refuses this text: %(rule)s.") % {"rule": rule.name}


def _points(finding: Finding, points: int) -> int:
    return points if finding.points is None else finding.points


def _unknown(text: str) -> tuple[KnownContact, ...]:
    """The contacts of a text about which nobody was asked: taken for known, so that only their number counts."""
    return tuple(KnownContact(contact, is_new=False) for contact in contacts_in(text))
