"""The best few that are not all the same: maximal marginal relevance, without copies, one per author and per site.

Source: Carbonell & Goldstein, SIGIR 1998; lambda and the cut for copies as measured on dated news (docs/adr).
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from feed.read_more.facts import Facts, Vector
from feed.read_more.likeness import DUPLICATE, Closeness, Matrix, mutual_likeness
from feed.read_more.scoring import Scored

STORED: Final = 20
# Only so many of the best are weighed against each other.
CONSIDERED: Final = 30
RELEVANCE_SHARE: Final = 0.9


def diversified(
    ranked: Sequence[Scored],
    *,
    vectors: Mapping[int, Vector],
    closeness: Closeness,
    size: int = STORED,
) -> list[Scored]:
    """At most `size` of `ranked` (best first), in the order in which they should be shown.

    `vectors`: by key, of the first `CONSIDERED`, as far as there are any.
    """
    left = [one for one in ranked[:CONSIDERED] if one.likeness.value <= DUPLICATE]
    if not left:
        return []
    facts = [one.facts for one in left]
    alike = mutual_likeness(facts, products=_products(facts, vectors), closeness=closeness)
    excluded = (alike > DUPLICATE) | _same_source(facts)
    best = ranked[0].score
    relevance = np.array([RELEVANCE_SHARE * one.score / best for one in left])
    penalty = np.zeros(len(left))
    picked: list[Scored] = []
    while len(picked) < size and np.isfinite(relevance).any():
        choice = int(np.argmax(relevance - penalty))
        picked.append(left[choice])
        penalty = np.maximum(penalty, (1 - RELEVANCE_SHARE) * alike[choice])
        relevance[excluded[choice]] = -np.inf
    return picked


def _products(facts: Sequence[Facts], vectors: Mapping[int, Vector]) -> Matrix:
    """Inner products of all pairs, not a number where one has no vector."""
    products = np.full((len(facts), len(facts)), np.nan, dtype=np.float32)
    known = [place for place, one in enumerate(facts) if one.pk in vectors]
    if known:
        stacked = np.stack([vectors[facts[place].pk] for place in known])
        products[np.ix_(known, known)] = stacked @ stacked.T
    return products


def _same_source(facts: Sequence[Facts]) -> npt.NDArray[np.bool_]:
    """Which pairs are by one author or point to one site; each and itself are."""
    authors = np.array([one.author_pk for one in facts])
    domains = np.array([one.domain for one in facts])
    is_one_site = (domains[:, None] == domains[None, :]) & (domains != "")[None, :]
    is_one: npt.NDArray[np.bool_] = (authors[:, None] == authors[None, :]) | is_one_site
    return is_one
