"""The order of For you: a table of named terms, whose points are added up and can be shown.

Points are whole numbers, so that the lines of a receipt sum to the score exactly.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import log10
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FRESH_HALF_LIFE: Final = timedelta(hours=36)
# A post with so many points (feed.ranking.hotness.points) has all the quality that counts.
FULL_QUALITY: Final = 100
# Shown in so many visits and never opened: it does not interest this reader.
TIRED_AFTER: Final = 3
# Two followed tags are as good as five, so that labels cannot be piled up.
ENOUGH_TAGS: Final = 2
LOT: Final = "exploration"


@dataclass(frozen=True)
class Candidate:
    """What is known of one post and one reader.

    `likeness`: 0…1 (feed.ranking.taste); `points`: approval, from 1; `followed_tags`: how many of its tags the reader follows;
    `shown_count`: earlier visits in which it was shown here; `was_read`: the reader has opened it.
    """

    pk: int
    author_pk: int
    category_pk: int
    published_at: datetime
    points: float = 1.0
    likeness: float = 0.0
    follows_author: bool = False
    follows_category: bool = False
    followed_tags: int = 0
    shown_count: int = 0
    was_read: bool = False


Value = Callable[[Candidate, datetime], float]


@dataclass(frozen=True)
class Term:
    """One reason for or against a post. `weight`: points at most; `value`: which part of them, 0…1, of (candidate, now)."""

    name: str
    label: Promise
    weight: int
    value: Value


@dataclass(frozen=True)
class Line:
    """One line of a receipt: points that a term gave or took, never 0."""

    term: Term
    points: int

    @property
    def taken(self) -> int:
        """Points without their sign, for a line that takes some."""
        return abs(self.points)


@dataclass(frozen=True)
class Ranked:
    """A post with the points of each term, in the order of TERMS."""

    pk: int
    points: tuple[int, ...]

    @property
    def score(self) -> int:
        return sum(self.points)

    @property
    def was_read(self) -> bool:
        return bool(self.points[PLACES["read-before"]])

    def lifted_to(self, score: int) -> "Ranked":
        """The same post with the points of a lot, at least one, that bring it to this score."""
        points = list(self.points)
        points[PLACES[LOT]] = max(score - self.score, 1)
        return replace(self, points=tuple(points))

    def receipt(self) -> list[Line]:
        """What made the score, the strongest first; the points sum to it."""
        lines = [
            Line(term, points) for term, points in zip(TERMS, self.points, strict=True) if points
        ]
        return sorted(lines, key=lambda line: -abs(line.points))


def freshness(candidate: Candidate, now: datetime) -> float:
    """1 for now and for what is still to come, half after each FRESH_HALF_LIFE."""
    age = max(now - candidate.published_at, timedelta())
    return float(2 ** -(age / FRESH_HALF_LIFE))


def quality(candidate: Candidate, _now: datetime) -> float:
    """The logarithm of the points, so that the first reactions count most."""
    return min(log10(max(candidate.points, 1)) / log10(FULL_QUALITY), 1.0)


TERMS: Final[tuple[Term, ...]] = (
    Term("freshness", _("It is new"), 60, freshness),
    Term("followed-author", _("You follow the author"), 40, lambda each, _now: each.follows_author),
    Term("likeness", _("It resembles what you read and keep"), 40, lambda each, _now: each.likeness),
    Term("quality", _("Readers appreciate it"), 30, quality),
    Term(
        "followed-tag",
        _("You follow its tags"),
        25,
        lambda each, _now: min(each.followed_tags, ENOUGH_TAGS) / ENOUGH_TAGS,
    ),
    Term("followed-category", _("You follow its category"), 15, lambda each, _now: each.follows_category),
    Term(
        "seen-before",
        _("You passed it by before"),
        -30,
        lambda each, _now: min(each.shown_count, TIRED_AFTER) / TIRED_AFTER,
    ),
    Term("read-before", _("You have read it"), -80, lambda each, _now: each.was_read),
    # Given by feed.ranking.exploring alone: at most what lies between the worst and the best score.
    Term(LOT, _("Drawn by lot, so that you meet something else too"), 320, lambda _each, _now: 0.0),
)  # fmt: skip
# By name of the term, where it stands among the points.
PLACES: Final = {term.name: place for place, term in enumerate(TERMS)}


def rank(candidates: Iterable[Candidate], *, now: datetime) -> list[Ranked]:
    """All candidates, best first; ties go to the newer key, so that the order is one and stable."""
    ranked = [Ranked(each.pk, points_of(each, now=now)) for each in candidates]
    return sorted(ranked, key=lambda each: (-each.score, -each.pk))


def points_of(candidate: Candidate, *, now: datetime) -> tuple[int, ...]:
    """The points of each term, in the order of TERMS."""
    return tuple(round(term.weight * term.value(candidate, now)) for term in TERMS)
