"""What a moderator's rule says of a text: pure functions of its definition and of the facts.

Regular expressions are RE2's: no backtracking, so that none runs for ever, whatever the text.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.models import User
from feed.models.contact import ContactKind
from feed.models.judgement import MEMBER_KINDS, TextKind
from feed.models.rule import Fact, Operator, RuleAction, RuleMatch, RuleState
from feed.spam.contacts import Contact
from feed.spam.errors import BadConditionError
from feed.spam.rules import LINK

NUMBERS: Final = frozenset({Fact.WORDS, Fact.LINKS, Fact.PROBABILITY, Fact.LEVEL, Fact.DAYS})
COMPARISONS: Final = frozenset({Operator.AT_LEAST, Operator.AT_MOST})
# What a rule is asked about unless it says something else.
TEXTS: Final[frozenset[str]] = frozenset({TextKind.POST, TextKind.COMMENT})
SHOWN_LENGTH: Final = 60
PATTERN_MEMORY_BYTES: Final = 1 << 20


@dataclass(frozen=True)
class Facts:
    """What conditions look at. `domain`: in their one spelling; `probability`: 0…1, 0 where nobody has judged.

    Of a profile, `title` is the name shown; of it and of a name, category and language are empty.
    """

    kind: str
    title: str
    text: str
    words: int
    links: int
    domain: tuple[str, ...]
    category: str
    language: str
    probability: float
    author: str
    level: int
    days: int


@dataclass(frozen=True)
class Words:
    """A text as its author sent it; `text`: all of it, the title too."""

    kind: str
    title: str
    text: str
    category: str = ""
    language: str = ""


@dataclass(frozen=True)
class Condition:
    """One line of a rule."""

    fact: str
    operator: str
    value: str


@dataclass(frozen=True)
class Definition:
    """A rule as it stands. `pk`, `version`: of the row."""

    pk: int
    version: int
    name: str
    match: str
    action: str
    conditions: tuple[Condition, ...]
    tag: str = ""
    words: str = ""
    state: str = RuleState.OFF

    @property
    def is_enforced(self) -> bool:
        return self.state == RuleState.ENFORCED

    @property
    def kinds(self) -> frozenset[str]:
        """What the rule is asked about: posts and comments; names and profiles only where a condition asks for them.

        What adds a tag is asked about posts alone, since nothing else has tags.
        """
        if self.action == RuleAction.TAG:
            return frozenset({TextKind.POST})
        asked = {
            _plain(each)
            for each in self.conditions
            if each.fact == Fact.KIND and each.operator == Operator.IS
        }
        members = frozenset(asked.intersection(MEMBER_KINDS))
        return members if members and self.match == RuleMatch.ALL else members | TEXTS

    @property
    def stops(self) -> bool:
        """Whether it keeps a text from appearing at once."""
        return self.is_enforced and self.action in (RuleAction.HOLD, RuleAction.REJECT)


def facts_of(
    words: Words, *, author: User, contacts: Iterable[Contact], probability: float, now: datetime
) -> Facts:
    """The facts of a text; `contacts`: those in it; `probability`: of spam, 0…1."""
    domains = [each.value for each in contacts if each.kind == ContactKind.DOMAIN]
    return Facts(
        kind=words.kind,
        title=words.title,
        text=words.text,
        words=len(words.text.split()),
        links=len(LINK.findall(words.text)),
        domain=tuple(domains),
        category=words.category,
        language=words.language,
        probability=probability,
        author=author.username,
        level=author.trust_level,
        days=(now - author.date_joined).days,
    )


def hit_of(definition: Definition, facts: Facts) -> tuple[str, ...] | None:
    """What the conditions that held saw, in their order; None where the rule does not hold. No conditions never hold."""
    if facts.kind not in definition.kinds:
        return None
    seen = [_seen(each, facts) for each in definition.conditions]
    found = tuple(each for each in seen if each is not None)
    needed = len(seen) if definition.match == RuleMatch.ALL else 1
    return found if found and len(found) >= needed else None


def require_sound(condition: Condition) -> None:
    """Raises BadConditionError: the comparison does not fit the fact, or the value neither; it says what would."""
    is_number = condition.fact in NUMBERS
    if condition.operator in COMPARISONS and not is_number:
        raise BadConditionError(_("“At least” and “at most” compare numbers only."))
    if is_number and condition.operator not in {*COMPARISONS, Operator.IS, Operator.IS_NOT}:
        raise BadConditionError(_("A number is, is not, is at least or is at most another."))
    if is_number:
        _number(condition.value)
    is_named = condition.fact == Fact.KIND and condition.operator in (Operator.IS, Operator.IS_NOT)
    if is_named and _plain(condition) not in TextKind:
        text = _("There are these kinds: %(kinds)s.")
        raise BadConditionError(text % {"kinds": ", ".join(TextKind.values)})
    if condition.operator == Operator.MATCHES:
        _pattern(condition.value)


def require_fitting(condition: Condition, *, action: str) -> None:
    """Raises BadConditionError: a tag is to be added to what has none."""
    is_kind = condition.fact == Fact.KIND and condition.operator == Operator.IS
    if action == RuleAction.TAG and is_kind and _plain(condition) != TextKind.POST:
        text = _(
            "Only posts have tags. Choose what else follows, or take out the condition that the kind is %(kind)s."
        )
        raise BadConditionError(text % {"kind": _plain(condition)})


def _plain(condition: Condition) -> str:
    return condition.value.strip().casefold()


def _seen(condition: Condition, facts: Facts) -> str | None:
    """What of the fact fits the condition, cut to be shown; None where it does not fit."""
    fact = getattr(facts, condition.fact)
    if condition.fact in NUMBERS:
        fits = NUMBER_TESTS[condition.operator](float(fact), _number(condition.value))
        return f"{fact:g}" if fits else None
    values: Sequence[str] = fact if isinstance(fact, tuple) else (fact,)
    return _seen_in(values, condition)


def _seen_in(values: Sequence[str], condition: Condition) -> str | None:
    wanted = condition.value.casefold().strip()
    match condition.operator:
        case Operator.CONTAINS:
            return next(
                (_around(each, wanted) for each in values if wanted in each.casefold()), None
            )
        case Operator.LACKS:
            return None if any(wanted in each.casefold() for each in values) else "–"
        case Operator.IS:
            return next((each[:SHOWN_LENGTH] for each in values if each.casefold() == wanted), None)
        case Operator.IS_NOT:
            return None if any(each.casefold() == wanted for each in values) else "–"
        case Operator.MATCHES:
            pattern = _pattern(condition.value)
            found = (pattern.search(each) for each in values)
            return next((match.group()[:SHOWN_LENGTH] for match in found if match), None)
    return None


def _around(text: str, wanted: str) -> str:
    start = text.casefold().find(wanted)
    return text[start : start + max(len(wanted), 1)][:SHOWN_LENGTH]


def _number(value: str) -> float:
    try:
        number = float(value.replace(",", "."))
    except ValueError:
        number = float("nan")
    if not abs(number) < 1e12:
        raise BadConditionError(_("Write a number, such as 3 or 0.5."))
    return number


@lru_cache(maxsize=256)
def _pattern(source: str) -> Any:
    import re2  # only where moderators wrote a rule with an expression

    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = PATTERN_MEMORY_BYTES
    options.log_errors = False
    try:
        return re2.compile(source, options)
    except re2.error as error:
        text = _(
            "This is no regular expression that the site takes (RE2): %(problem)s. Look-arounds and back references are refused, since they can run for ever."
        )
        problem = error.args[0] if error.args else ""
        said = problem.decode(errors="replace") if isinstance(problem, bytes) else str(problem)
        raise BadConditionError(text % {"problem": said}) from error


NUMBER_TESTS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    Operator.AT_LEAST: lambda fact, value: fact >= value,
    Operator.AT_MOST: lambda fact, value: fact <= value,
    Operator.IS: lambda fact, value: fact == value,
    Operator.IS_NOT: lambda fact, value: fact != value,
}
