"""A text as a short list of weighted words: hashed, stemmed, weighed by how rare they are in their language.

weight = (1 + ln(occurrences)) * rarity, a title's words counted twice; the heaviest 64 are kept and brought to
length 1. Rarity comes from a table that is shipped (feed.read_more.rarity), so that one post's terms never change
because of another post.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt
from typing import TYPE_CHECKING, Final
from zlib import crc32

from feed.read_more.rarity import rarity
from feed.text.words import is_unspaced, words_of

if TYPE_CHECKING:
    import Stemmer

RECIPE: Final = "terms 1"
KEPT: Final = 64
# Weights are stored as whole ten-thousandths.
SCALE: Final = 10_000
# 22 bits: a clash among the terms of two posts is rare, and the tables of rarity stay small.
HASH_BITS: Final = 22
# Snowball stemmers by language; words of other languages stay as they are.
STEMMERS: Final = {
    "ar": "arabic", "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nb": "norwegian", "nl": "dutch", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip


@dataclass(frozen=True)
class Terms:
    """`ids` ascending, below 2^22; `weights` beside them in ten-thousandths. Both empty for a text without words."""

    ids: tuple[int, ...] = ()
    weights: tuple[int, ...] = ()


def terms_of(*, title: str, text: str, language: str) -> Terms:
    """The heaviest terms of a post; `language`: a code as "nl" or "pt-br"."""
    counts = Counter(stems_of(title, language=language))
    counts.update(counts)
    counts.update(stems_of(text, language=language))
    weights: dict[int, float] = {}
    for stem, count in counts.items():
        term = term_id(stem)
        weights[term] = weights.get(term, 0.0) + (1 + log(count)) * rarity(term, language=language)
    return _unit(weights)


def stems_of(text: str, *, language: str) -> Iterator[str]:
    """Stems in order; of scripts without spaces, pairs of neighbouring letters."""
    before = ""
    for word in words_of(text):
        if not is_unspaced(word):
            before = ""
            yield _stem(word, language)
        elif before:
            yield before + word
            before = word
        else:
            before = word


def term_id(stem: str) -> int:
    return crc32(stem.encode()) >> (32 - HASH_BITS)


@lru_cache(maxsize=65_536)
def _stem(word: str, language: str) -> str:
    name = STEMMERS.get(language.partition("-")[0])
    return str(_stemmer(name).stemWord(word)) if name else word


@lru_cache(maxsize=len(STEMMERS))
def _stemmer(name: str) -> "Stemmer.Stemmer":
    import Stemmer  # all languages come with it

    return Stemmer.Stemmer(name)


def _unit(weights: dict[int, float]) -> Terms:
    heaviest = sorted(weights, key=lambda term: (-weights[term], term))[:KEPT]
    length = sqrt(sum(weights[term] ** 2 for term in heaviest))
    if not length:
        return Terms()
    ids = tuple(sorted(heaviest))
    return Terms(ids, tuple(round(weights[term] / length * SCALE) for term in ids))
