"""Texts as sequences of words, in any script."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

# What is longer is no word: a line of one letter, a key, an address.
MAX_WORD_LENGTH: Final = 40
# Scripts that put no spaces between words: each letter stands for itself.
UNSPACED: Final = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
_PIECE: Final = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")


def words_of(text: str) -> Iterator[str]:
    """Words in order, folded to lower case; letters of scripts without spaces one by one; no punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return (found.group()[:MAX_WORD_LENGTH] for found in _PIECE.finditer(folded))


def is_unspaced(word: str) -> bool:
    """Whether a word of `words_of` is a letter of a script without spaces."""
    return len(word) == 1 and re.match(f"[{UNSPACED}]", word) is not None
