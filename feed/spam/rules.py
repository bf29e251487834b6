"""The signs of spam, in one ordered table."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_noop as _

from feed.models.contact import ContactKind, ContactStanding
from feed.spam.submission import KnownContact, Submission

LINK: Final = re.compile(r"https?://|www\.", re.IGNORECASE)
HOST: Final = re.compile(
    r"(?:https?://(?:www\.)?|\bwww\.)([a-z0-9.-]{3,253}[a-z0-9])", re.IGNORECASE
)
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
# Where the classifier speaks up, where it alone holds a newcomer's text, and where it is certain.
SUSPICIOUS, CONVINCING, CERTAIN = 0.5, 0.8, 0.97
COPIED_PARTLY, COPIED_MOSTLY = 0.15, 0.45
SHOWN_WORDS: Final = 6
MAX_REASON_CHARACTERS: Final = 120


@dataclass(frozen=True)
class Finding:
    """What a rule saw. `strength`: 0…1; `points`: None for those of the rule."""

    words: tuple[str, ...] = ()
    strength: float = 1.0
    points: int | None = None


@dataclass(frozen=True)
class Rule:
    """A named sign of spam. Two points from a newcomer, or four from anybody, hold a text.

    `name`: stored with what is held, in English; translated where it is shown.
    """

    name: str
    points: int
    find: Callable[[Submission], Finding | None]


def refusal_of(submission: Submission) -> tuple[str, float, tuple[str, ...]] | None:
    """Why the text is refused outright: a contact that moderators blocked, with their reason. None if it is not."""
    blocked = _with_standing(submission, ContactStanding.BLOCKED)
    if not blocked:
        return None
    return BLOCKED, 1.0, tuple(_said_of(known) for known in blocked[:SHOWN_WORDS])


def _said_of(known: KnownContact) -> str:
    reason = known.reason[:MAX_REASON_CHARACTERS]
    return f"{known.contact.value}: {reason}" if reason else known.contact.value


def _with_standing(submission: Submission, standing: ContactStanding) -> list[KnownContact]:
    return [known for known in submission.contacts or () if known.standing == standing]


def _if_any(words: list[str], *, strength: float = 1.0) -> Finding | None:
    return Finding(tuple(words[:SHOWN_WORDS]), strength) if words else None


def _quarantined(submission: Submission) -> Finding | None:
    return Finding() if submission.in_quarantine else None


def _warned(submission: Submission) -> Finding | None:
    return _if_any([_said_of(each) for each in _with_standing(submission, ContactStanding.WARNED)])


def _disreputable(submission: Submission) -> Finding | None:
    """Contacts that moderators met in spam more often than in texts that were in order."""
    found = [each for each in submission.contacts or () if each.spam_count > each.good_count]
    unsettled = [each for each in found if each.standing != ContactStanding.APPROVED]
    return _if_any([each.contact.value for each in unsettled])


def _first_use(submission: Submission) -> Finding | None:
    """A newcomer's contact that nobody has vouched for yet."""
    if submission.has_standing:
        return None
    fresh = [
        each.contact.value
        for each in submission.contacts or ()
        if each.is_new and each.standing == ContactStanding.UNKNOWN
    ]
    return _if_any(fresh)


def _pitches(submission: Submission) -> list[str]:
    found = (match.group().lower() for match in PITCH.finditer(submission.text))
    return list(dict.fromkeys(found))


def _pitch(submission: Submission) -> Finding | None:
    found = _pitches(submission)
    return _if_any(found) if len(found) >= 2 else None


def _one_phrase(submission: Submission) -> Finding | None:
    found = _pitches(submission)
    return _if_any(found, strength=0.5) if len(found) == 1 else None


def _phone(submission: Submission) -> Finding | None:
    numbers = (
        each
        for each in submission.contacts or ()
        if each.contact.kind == ContactKind.PHONE and each.standing != ContactStanding.APPROVED
    )
    return _if_any([each.contact.shown for each in numbers])


def _classified(submission: Submission) -> Finding | None:
    reading = submission.reading
    if reading is None or reading.probability < SUSPICIOUS:
        return None
    steps = (SUSPICIOUS, CONVINCING, CERTAIN)
    points = sum(reading.probability >= step for step in steps)
    # Who has earned some trust is not doubted for a manner of writing.
    points = min(points, 1) if submission.has_standing else points
    return Finding(reading.words[:SHOWN_WORDS], reading.probability, points)


def _copied(submission: Submission) -> Finding | None:
    share = submission.copied_share
    if share < COPIED_PARTLY:
        return None
    return Finding(strength=share, points=2 if share >= COPIED_MOSTLY else 1)


def _links(submission: Submission) -> int:
    return len(LINK.findall(submission.body))


def _hosts(submission: Submission) -> tuple[str, ...]:
    """Where the links lead, each once, as they are written."""
    found = (match[1].lower() for match in HOST.finditer(submission.body))
    return tuple(dict.fromkeys(found))[:SHOWN_WORDS]


def _many_links(submission: Submission) -> Finding | None:
    return Finding(_hosts(submission)) if _links(submission) >= 4 else None


def _some_links(submission: Submission) -> Finding | None:
    return Finding(_hosts(submission), strength=0.5) if 2 <= _links(submission) < 4 else None


def _bare_link(submission: Submission) -> Finding | None:
    """A newcomer's link with hardly a word beside it; from a member with standing it is a post like any other."""
    if submission.has_standing:
        return None
    is_bare = LINK.match(submission.body.strip()) and len(submission.body.split()) < 12
    return Finding(_hosts(submission)) if is_bare else None


def _asks(submission: Submission) -> Finding | None:
    found = [match.group() for match in CONTACT.finditer(submission.body)]
    return _if_any(found, strength=0.5)


def _shouts(submission: Submission) -> Finding | None:
    letters = [mark for mark in submission.title if mark.isalpha()]
    is_loud = len(letters) > 12 and sum(mark.isupper() for mark in letters) > 0.7 * len(letters)
    return Finding(strength=0.5) if is_loud else None


BLOCKED: Final = _("blocked contact")
QUARANTINE: Final = _("campaign in quarantine")
ADDS_CONTACT: Final = _("adds a contact")
RULES: Final[tuple[Rule, ...]] = (
    Rule(QUARANTINE, 4, _quarantined),
    Rule(_("contact that moderators warn about"), 4, _warned),
    Rule(_("contact known from spam"), 3, _disreputable),
    Rule(_("reads like spam"), 2, _classified),
    Rule(_("sales pitch"), 2, _pitch),
    Rule(_("copied text"), 2, _copied),
    Rule(_("phone number"), 2, _phone),
    Rule(_("contact used for the first time"), 2, _first_use),
    Rule(_("many links"), 2, _many_links),
    Rule(_("bare link"), 2, _bare_link),
    Rule(_("asks for contact"), 1, _asks),
    Rule(_("sales phrase"), 1, _one_phrase),
    Rule(_("links"), 1, _some_links),
    Rule(_("shouting title"), 1, _shouts),
)
