"""Likeness by the words that two posts share.

Each post is a bag of stems with weights; rare stems weigh more. The likeness of two posts is the cosine of
their weighted bags, and a post is recommended only where that is clearly above what chance gives.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log, sqrt
from typing import Final

NAME: Final = "lexical 1"
SHOWN: Final = 5
# Below this two posts of the demo site share no story, only a town.
FLOOR: Final = 0.06
# Above this one of the two is a copy or a new edition of the other.
DUPLICATE: Final = 0.8
HALF_LIFE: Final = timedelta(days=14)
# Share of the score that does not age, so that a good old post beats a vaguely related new one.
TIMELESS: Final = 0.7


@dataclass(frozen=True)
class Document:
    """What the engine knows of a post. `terms`: stem to weight, sublinear in how often it occurs."""

    pk: int
    author_pk: int
    published_at: datetime
    terms: Mapping[str, float]


@dataclass(frozen=True)
class Recommendation:
    """One line of a list. `score`: 0…1; `shared`: the heaviest common stems, at most three."""

    pk: int
    score: float
    shared: tuple[str, ...]


class Pool:
    """Documents that may recommend each other, with their terms weighted by rarity and brought to length 1."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents: Final = {document.pk: document for document in documents}
        counts = Counter(term for document in self.documents.values() for term in document.terms)
        total = len(self.documents)
        rarity = {term: log((1 + total) / (1 + count)) for term, count in counts.items()}
        self._vectors = {
            pk: _unit(document.terms, rarity) for pk, document in self.documents.items()
        }

    def likeness(self, one: int, other: int) -> float:
        """Cosine of the two weighted bags, 0…1."""
        small, large = sorted((self._vectors[one], self._vectors[other]), key=len)
        return sum(weight * large.get(term, 0.0) for term, weight in small.items())

    def recommend(self, pk: int, *, now: datetime) -> list[Recommendation]:
        """Best first, at most `SHOWN`, one per author, none below `FLOOR`: fewer is right, none is right."""
        others = [other for other in self.documents if other != pk]
        likeness = {other: self.likeness(pk, other) for other in others}
        near = [other for other in others if FLOOR <= likeness[other] <= DUPLICATE]
        scores = {
            other: likeness[other] * freshness(self.documents[other].published_at, now=now)
            for other in near
        }
        ranked = sorted(near, key=lambda other: (-scores[other], -other))
        return [
            Recommendation(other, round(scores[other], 4), self._shared(pk, other))
            for other in self._diverse(ranked)
        ]

    def _diverse(self, ranked: Sequence[int]) -> list[int]:
        """The first of each author, without copies of each other."""
        chosen: list[int] = []
        authors: set[int] = set()
        for pk in ranked:
            author = self.documents[pk].author_pk
            if author in authors or any(self.likeness(pk, other) > DUPLICATE for other in chosen):
                continue
            chosen.append(pk)
            authors.add(author)
            if len(chosen) == SHOWN:
                break
        return chosen

    def _shared(self, one: int, other: int) -> tuple[str, ...]:
        mine, theirs = self._vectors[one], self._vectors[other]
        weights = {term: mine[term] * theirs[term] for term in mine.keys() & theirs.keys()}
        return tuple(sorted(weights, key=lambda term: (-weights[term], term))[:3])


def term_weight(*, occurrences: int, is_in_title: bool) -> float:
    """Weight of a stem before rarity: 1 + ln(occurrences), doubled for the title's words."""
    return (1 + log(occurrences)) * (2.0 if is_in_title else 1.0)


def freshness(published_at: datetime, *, now: datetime) -> float:
    """`TIMELESS`…1: halfway down after each `HALF_LIFE`."""
    age = max(now - published_at, timedelta())
    return float(TIMELESS + (1 - TIMELESS) * 2 ** (-(age / HALF_LIFE)))


def _unit(terms: Mapping[str, float], rarity: Mapping[str, float]) -> dict[str, float]:
    weighted = {term: weight * rarity[term] for term, weight in terms.items() if rarity[term] > 0}
    length = sqrt(sum(weight * weight for weight in weighted.values()))
    return {term: weight / length for term, weight in weighted.items()} if length else {}
