"""From likeness to a score: what is related counts more when it is fresh, trusted, read and not objected to.

    score = (likeness + co-reading) * freshness * trust * voices * objections

Source of the factors' shapes and bounds: measurements on dated news (docs/adr); each is 1 where nothing is known.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log1p
from typing import Final

from feed.read_more.facts import Facts
from feed.read_more.likeness import Likeness

HALF_LIFE: Final = timedelta(days=14)
# Share of the score that does not age, so that a good old post beats a vaguely related new one.
TIMELESS: Final = 0.7
# Suspicion costs nothing below the first bound, everything above the second.
SPAM_RAMP: Final = (0.6, 0.95)
COPIED_RAMP: Final = (0.15, 0.45)
# What others said of a post moves its score by at most a tenth; beyond so many voices no further.
VOICES_SHARE: Final = 0.1
MANY_VOICES: Final = 50
OBJECTION_FACTOR: Final = 0.7
# What the same members read adds so much at most, however unlike the texts are; not measured, as nobody publishes
# who read what, so it is kept small. So strong, and readers alone say that two posts belong together.
CO_READING_SHARE: Final = 0.2
READ_TOGETHER: Final = 0.3


@dataclass(frozen=True)
class Scored:
    """A candidate with its score and the factors that made it."""

    facts: Facts
    likeness: Likeness
    score: float
    parts: dict[str, float]


def scored(
    other: Facts,
    likeness: Likeness,
    *,
    now: datetime,
    objections: int = 0,
    co_reading: float = 0.0,
) -> Scored:
    """Score a candidate that passed the gates."""
    parts = {
        "freshness": freshness(other.published_at, now=now),
        "trust": trust(other),
        "voices": 1 - VOICES_SHARE + VOICES_SHARE * _loudness(other.voices),
        "objections": OBJECTION_FACTOR**objections,
    }
    readers = CO_READING_SHARE * co_reading
    score = likeness.value + readers
    for factor in parts.values():
        score *= factor
    shown = {"terms": likeness.terms, "dense": likeness.dense, "likeness": likeness.value}
    shown |= {"readers": readers, **parts} if readers else parts
    return Scored(other, likeness, score, shown)


def freshness(published_at: datetime, *, now: datetime) -> float:
    """`TIMELESS`…1: halfway down after each `HALF_LIFE`."""
    age = max(now - published_at, timedelta())
    return float(TIMELESS + (1 - TIMELESS) * 2 ** (-(age / HALF_LIFE)))


def trust(other: Facts) -> float:
    """0…1: falls with the suspicion of spam and with the share of text that others wrote first."""
    spam = _ramp(other.spam_probability or 0.0, *SPAM_RAMP)
    return spam * _ramp(other.copied_share or 0.0, *COPIED_RAMP)


def _loudness(voices: int) -> float:
    return min(log1p(voices) / log1p(MANY_VOICES), 1.0)


def _ramp(value: float, start: float, end: float) -> float:
    """1 up to `start`, 0 from `end` on, straight between."""
    return min(max((end - value) / (end - start), 0.0), 1.0)
