"""The best few that are not all the same: maximal marginal relevance, without copies, one per author and per site.

Source: Carbonell & Goldstein, SIGIR 1998; lambda and the cut for copies as measured on dated news (docs/adr).
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from feed.read_more.facts import Vector
from feed.read_more.likeness import DUPLICATE, Closeness, likenesses
from feed.read_more.scoring import Scored

Numbers = npt.NDArray[np.float64]

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
    nearness = np.zeros(len(left))
    picked: list[Scored] = []
    is_open = np.ones(len(left), dtype=bool)
    best = ranked[0].score if ranked else 1.0
    scores = np.array([one.score / best if best else 0.0 for one in left])
    while is_open.any() and len(picked) < size:
        gains = RELEVANCE_SHARE * scores - (1 - RELEVANCE_SHARE) * nearness
        choice = int(np.argmax(np.where(is_open, gains, -np.inf)))
        chosen = left[choice]
        picked.append(chosen)
        near = _nearness(chosen, left, vectors, closeness)
        nearness = np.maximum(nearness, near)
        is_open &= (near <= DUPLICATE) & ~_same_source(chosen, left)
    return picked


def _nearness(
    chosen: Scored, left: Sequence[Scored], vectors: Mapping[int, Vector], closeness: Closeness
) -> Numbers:
    mine = vectors.get(chosen.facts.pk)
    theirs = [vectors.get(one.facts.pk) for one in left]
    products = [None if mine is None or one is None else float(mine @ one) for one in theirs]
    others = [one.facts for one in left]
    found = likenesses(chosen.facts, others, products=products, closeness=closeness)
    return np.array([likeness.value for likeness in found])


def _same_source(chosen: Scored, left: Sequence[Scored]) -> npt.NDArray[np.bool_]:
    """Whether each is by the same author or points to the same site; the chosen one itself is."""
    author, domain = chosen.facts.author_pk, chosen.facts.domain
    return np.array(
        [
            one.facts.author_pk == author or (domain != "" and one.facts.domain == domain)
            for one in left
        ],
        dtype=bool,
    )
