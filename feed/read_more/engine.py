"""The engine: candidates in, a list out. Pure: what it knows is handed in, and it keeps nothing.

Two steps, because only the best candidates' vectors are worth loading: `rank` the candidates, `choose` among the
best of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from feed.read_more.diversity import STORED, diversified
from feed.read_more.facts import Facts, Rules, Vector
from feed.read_more.gates import closed_gate
from feed.read_more.likeness import Closeness, Likeness, likenesses
from feed.read_more.lists import Reason, ReasonCode
from feed.read_more.names import shared_names
from feed.read_more.reasons import commonplaces, reason_for
from feed.read_more.scoring import READ_TOGETHER, Scored, scored

NAME: Final = "broadsheet 2"


@dataclass(frozen=True)
class Recommendation:
    """One line of a list. `parts`: the score's factors by name."""

    pk: int
    language: str
    score: float
    reason: Reason
    parts: dict[str, float]


@dataclass(frozen=True)
class Setting:
    """What is the same for a whole batch: the instant, and the scale of the encoder's products."""

    now: datetime
    closeness: Closeness


@dataclass(frozen=True)
class Ranking:
    """What may stand under a post: `ranked` best first, all above their floors; `pinned` in their order."""

    post: Facts
    ranked: list[Scored]
    pinned: list[Scored]
    ignored: frozenset[str]


def rank(
    post: Facts,
    candidates: Mapping[int, float | None],
    *,
    facts: Mapping[int, Facts],
    rules: Rules,
    setting: Setting,
) -> Ranking:
    """Rank the candidates that pass the gates.

    Args:
        candidates: keys with the inner product of the two vectors, None where one has none.
        facts: by key; candidates without are passed over.
    """
    others = [facts[pk] for pk in sorted(candidates) if pk in facts]
    allowed = [other for other in others if closed_gate(post, other, rules) is None]
    found = likenesses(
        post,
        allowed,
        products=[candidates[other.pk] for other in allowed],
        closeness=setting.closeness,
    )
    ignored = commonplaces(post, others)
    related = {
        other.pk: scored(
            other,
            likeness,
            now=setting.now,
            objections=rules.objections.get(other.pk, 0),
            co_reading=rules.co_read.get(other.pk, 0.0),
        )
        for other, likeness in zip(allowed, found, strict=True)
        if other.pk in rules.pinned or _belong_together(post, other, likeness, rules, ignored)
    }
    pinned = [related.pop(pk) for pk in rules.pinned if pk in related]
    ranked = sorted(
        (one for one in related.values() if one.score > 0),
        key=lambda one: (-one.score, -one.facts.pk),
    )
    return Ranking(post, ranked, pinned, ignored)


def _belong_together(
    post: Facts, other: Facts, likeness: Likeness, rules: Rules, ignored: frozenset[str]
) -> bool:
    """By what they say, or because the readers of the one read the other."""
    if rules.co_read.get(other.pk, 0.0) >= READ_TOGETHER:
        return True
    names = {name.casefold() for name in shared_names(post.names, other.names)}
    return likeness.is_related(shares_name=bool(names - ignored))


def choose(
    ranking: Ranking, *, vectors: Mapping[int, Vector], setting: Setting
) -> list[Recommendation]:
    """At most 20, the pinned first, then the best that are not alike; fewer is right, none is right."""
    found = diversified(ranking.ranked, vectors=vectors, closeness=setting.closeness)
    pinned = [_line(one, Reason(ReasonCode.PINNED)) for one in ranking.pinned]
    rest = [_line(one, reason_for(ranking.post, one, ignored=ranking.ignored)) for one in found]
    return [*pinned, *rest][:STORED]


def _line(one: Scored, reason: Reason) -> Recommendation:
    parts = {name: round(value, 3) for name, value in one.parts.items()}
    return Recommendation(one.facts.pk, one.facts.language, round(one.score, 4), reason, parts)
