"""How much two posts are about the same, 0…1: by their words, and by what an encoder read in them.

Where both have vectors: 0.3 of the words' cosine and 0.7 of the vectors' (0.2 and 0.8 across languages, where only
names are spelled alike); where one has none, the words alone. docs/adr says how the shares and floors were fitted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from feed.read_more.facts import Facts

Matrix = npt.NDArray[np.float32]


class Closeness(Protocol):
    """How an encoder puts inner products of one language and of two on one scale."""

    def __call__(self, product: float, *, languages: tuple[str, str]) -> float: ...


@dataclass(frozen=True)
class Scale:
    """How one kind of pair is measured. `terms`: share of the words' cosine; below `floor` a pair is not related;
    above `story` both tell one story.
    """

    terms: float
    floor: float
    story: float


ALIKE: Final = Scale(terms=0.3, floor=0.3, story=0.62)
ACROSS: Final = Scale(terms=0.2, floor=0.4, story=0.62)
WORDS_ALONE: Final = Scale(terms=1.0, floor=0.1, story=0.5)
# Above this one of two posts is a copy or a new edition of the other.
DUPLICATE: Final = 0.9


@dataclass(frozen=True)
class Likeness:
    """`value` is the weighted sum of `terms` and `dense` (0 without vectors), each 0…1."""

    value: float
    terms: float
    dense: float
    scale: Scale

    @property
    def is_related(self) -> bool:
        return self.value >= self.scale.floor

    @property
    def is_story(self) -> bool:
        return self.value >= self.scale.story


def likenesses(
    post: Facts,
    others: Sequence[Facts],
    *,
    products: Sequence[float | None],
    closeness: Closeness,
) -> list[Likeness]:
    """Of `post` to each of the others, in their order; `products`: of the vectors, None where one has none."""
    terms = term_products(post, others)
    return [
        _likeness(post, other, float(terms[number]), products[number], closeness)
        for number, other in enumerate(others)
    ]


def term_products(post: Facts, others: Sequence[Facts]) -> npt.NDArray[np.float32]:
    """Cosines of the words, all at once."""
    if not others or not len(post.term_ids):
        return np.zeros(len(others), dtype=np.float32)
    ids = np.concatenate([other.term_ids for other in others])
    weights = np.concatenate([other.term_weights for other in others])
    rows = np.repeat(np.arange(len(others)), [len(other.term_ids) for other in others])
    places = np.minimum(np.searchsorted(post.term_ids, ids), len(post.term_ids) - 1)
    hits = post.term_ids[places] == ids
    shares = weights[hits] * post.term_weights[places[hits]]
    return np.bincount(rows[hits], weights=shares, minlength=len(others)).astype(np.float32)


def _likeness(
    post: Facts, other: Facts, terms: float, product: float | None, closeness: Closeness
) -> Likeness:
    if product is None or not np.isfinite(product):
        return Likeness(terms, terms, 0.0, WORDS_ALONE)
    is_alike = post.language == other.language
    scale = ALIKE if is_alike else ACROSS
    dense = closeness(product, languages=(post.language, other.language))
    return Likeness(scale.terms * terms + (1 - scale.terms) * dense, terms, dense, scale)
