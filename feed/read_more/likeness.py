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
    """How an encoder puts inner products of one language and of two on one scale, 0…1.

    `products`: a row for each of `mine`, a column for each of `others`, which are codes of languages.
    """

    def __call__(
        self, products: Matrix, *, mine: Sequence[str], others: Sequence[str]
    ) -> Matrix: ...


@dataclass(frozen=True)
class Scale:
    """How one kind of pair is measured. `terms`: share of the words' cosine; below `floor` a pair is not related;
    above `story` both tell one story. Between `floor` and `sure` it must share words too, with a cosine of `words` at least,
    or `named` where it shares a name: two columns of one town sound alike whatever they are about.
    """

    terms: float
    floor: float
    story: float
    sure: float
    words: float = 0.0
    named: float = 0.0


ALIKE: Final = Scale(terms=0.3, floor=0.3, story=0.62, sure=0.45, words=0.15, named=0.1)
ACROSS: Final = Scale(terms=0.2, floor=0.42, story=0.62, sure=0.42)
WORDS_ALONE: Final = Scale(terms=1.0, floor=0.1, story=0.5, sure=0.1)
# Above this one of two posts is a copy or a new edition of the other.
DUPLICATE: Final = 0.9


@dataclass(frozen=True)
class Likeness:
    """`value` is the weighted sum of `terms` and `dense` (0 without vectors), each 0…1."""

    value: float
    terms: float
    dense: float
    scale: Scale

    def is_related(self, *, shares_name: bool) -> bool:
        """Whether the texts say that the two belong together. `shares_name`: one that says something here."""
        scale = self.scale
        words = scale.named if shares_name else scale.words
        return self.value >= (scale.floor if self.terms >= words else scale.sure)

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
    table = np.array([products], dtype=np.float32).reshape(1, len(others))
    found = _compared([post], others, products=table, closeness=closeness)
    rows = zip(*(part[0].tolist() for part in found), strict=True)
    return [Likeness(value, terms, dense, _SCALES[kind]) for value, terms, dense, kind in rows]


def mutual_likeness(posts: Sequence[Facts], *, products: Matrix, closeness: Closeness) -> Matrix:
    """The values of all pairs, in rows and columns; `products`: of the vectors, not a number where one has none."""
    return _compared(posts, posts, products=products, closeness=closeness)[0]


def _compared(
    mine: Sequence[Facts], others: Sequence[Facts], *, products: Matrix, closeness: Closeness
) -> tuple[Matrix, Matrix, Matrix, npt.NDArray[np.int64]]:
    """Value, terms, dense and the place in `_SCALES`, each a row for each of `mine`, a column for each of `others`."""
    terms = term_products(mine, others)
    languages = [each.language for each in mine], [each.language for each in others]
    has_both = np.isfinite(products)
    known = np.where(has_both, products, np.float32(0))
    dense = np.where(has_both, closeness(known, mine=languages[0], others=languages[1]), 0)
    is_across = np.array(languages[0])[:, None] != np.array(languages[1])[None, :]
    kind = np.where(has_both, is_across.astype(np.int64), _SCALES.index(WORDS_ALONE))
    share = _TERM_SHARES[kind]
    return share * terms + (1 - share) * dense, terms, dense, kind


def term_products(mine: Sequence[Facts], others: Sequence[Facts]) -> Matrix:
    """Cosines of the words, a row for each of `mine`, a column for each of `others`."""
    if not mine or not others:
        return np.zeros((len(mine), len(others)), dtype=np.float32)
    vocabulary = np.unique(np.concatenate([each.term_ids for each in mine]))
    rows = _table(mine, vocabulary)
    return rows @ (rows if mine is others else _table(others, vocabulary)).T


def _table(posts: Sequence[Facts], vocabulary: npt.NDArray[np.int32]) -> Matrix:
    """The posts' weights in the columns of a vocabulary (ascending); words that are not in it are left out."""
    table = np.zeros((len(posts), len(vocabulary)), dtype=np.float32)
    if not len(vocabulary):
        return table
    ids = np.concatenate([each.term_ids for each in posts])
    weights = np.concatenate([each.term_weights for each in posts])
    rows = np.repeat(np.arange(len(posts)), [len(each.term_ids) for each in posts])
    places = np.minimum(np.searchsorted(vocabulary, ids), len(vocabulary) - 1)
    hits = vocabulary[places] == ids
    table[rows[hits], places[hits]] = weights[hits]
    return table


_SCALES: Final = (ALIKE, ACROSS, WORDS_ALONE)
_TERM_SHARES: Final = np.array([scale.terms for scale in _SCALES], dtype=np.float32)
