"""The verdict on a submission: a pure function of the text and of what is known about its author."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_noop as _


class Action(StrEnum):
    """What happens to a submission."""

    ALLOW = "allow"
    HOLD = "hold"


@dataclass(frozen=True)
class Submission:
    """A text as its author sent it.

    `has_standing`: the author is beyond the level NEW, or a moderator.
    """

    title: str
    body: str
    has_standing: bool


@dataclass(frozen=True)
class Verdict:
    """What to do, and the names of the rules that held, heaviest first."""

    action: Action
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A named sign of spam. Two points from a newcomer, or four from anybody, hold a text.

    `name`: stored with what is held, in English; translated where it is shown.
    """

    name: str
    points: int
    holds: Callable[[Submission], bool]


NEWCOMER_LIMIT: Final = 2
STANDING_LIMIT: Final = 4
LINK: Final = re.compile(r"https?://|www\.", re.IGNORECASE)
PHONE: Final = re.compile(r"(?<![\w/.-])\+?\(?\d{1,4}\)?(?:[\s.-]?\(?\d{2,5}\)?){2,4}(?![\w/-])")
CONTACT: Final = re.compile(
    r"\b(whats\s?app|telegram|wa\.me|t\.me|call (us|now)|contact us)\b", re.IGNORECASE
)
PITCH: Final = re.compile(
    r"\b(best price|lowest price|book (now|online)|free quote|affordable (rates?|price)|100\s?% (satisfaction|safe)"
    r"|order now|limited offer|guaranteed approval|market (size|growth|research report)|cagr|forecast (by|to) 20\d\d"
    r"|packers and movers|cab (service|hire|booking)|assignment help|distributor in|instant loans?|no credit check"
    r"|casino|betting tips|backlinks?|seo (service|expert|agency))\b",
    re.IGNORECASE,
)
DIGITS_IN_PHONE: Final = range(8, 16)


def _links(submission: Submission) -> int:
    return len(LINK.findall(submission.body))


def _has_phone(submission: Submission) -> bool:
    numbers = (match.group() for match in PHONE.finditer(f"{submission.title}\n{submission.body}"))
    return any(sum(mark.isdigit() for mark in number) in DIGITS_IN_PHONE for number in numbers)


def _pitches(submission: Submission) -> int:
    return len(
        {
            match.group().lower()
            for match in PITCH.finditer(f"{submission.title}\n{submission.body}")
        }
    )


def _shouts(submission: Submission) -> bool:
    letters = [mark for mark in submission.title if mark.isalpha()]
    return len(letters) > 12 and sum(mark.isupper() for mark in letters) > 0.7 * len(letters)


RULES: Final[tuple[Rule, ...]] = (
    Rule(_("sales pitch"), 2, lambda text: _pitches(text) >= 2),
    Rule(_("phone number"), 2, _has_phone),
    Rule(_("many links"), 2, lambda text: _links(text) >= 4),
    Rule(
        _("bare link"),
        2,
        lambda text: bool(LINK.match(text.body.strip())) and len(text.body.split()) < 12,
    ),
    Rule(_("asks for contact"), 1, lambda text: bool(CONTACT.search(text.body))),
    Rule(_("sales phrase"), 1, lambda text: _pitches(text) == 1),
    Rule(_("links"), 1, lambda text: 2 <= _links(text) < 4),
    Rule(_("shouting title"), 1, _shouts),
)


def judge(submission: Submission) -> Verdict:
    """Whether the submission appears at once or waits for a moderator; it is never refused outright."""
    broken = [rule for rule in RULES if rule.holds(submission)]
    limit = STANDING_LIMIT if submission.has_standing else NEWCOMER_LIMIT
    if sum(rule.points for rule in broken) < limit:
        return Verdict(Action.ALLOW)
    heaviest_first = sorted(broken, key=lambda rule: -rule.points)
    return Verdict(Action.HOLD, tuple(rule.name for rule in heaviest_first))
