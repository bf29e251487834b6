"""The encoder of the site: English by MiniLM and USE, fifteen other languages by USE (docs/adr names the figures).

A vector holds three readings side by side, each of length sqrt(its share): MiniLM's context, the mean of the words,
and what multilingual USE reads. The inner product of two English texts is then the weighted mean of three cosines.
Other languages have only the third reading, of length 1, so that any two languages meet in it.
"""

from math import sqrt
from typing import Final

import numpy as np

from feed.read_more.encoders.interface import Vectors
from feed.read_more.encoders.meaning import LANGUAGES, Meaning
from feed.read_more.encoders.minilm import CONTEXT_SIZE, WORDS_SIZE, MiniLM
from feed.read_more.encoders.scale import (
    CONTEXT_SHARE,
    ENGLISH,
    MEANING_SHARE,
    NAME,
    WORDS_SHARE,
)


class Blend:
    """Holds both models, some 350 MB."""

    name: Final = NAME

    def __init__(self) -> None:
        self._english: Final = MiniLM()
        self._meaning: Final = Meaning()

    def encode(self, text: str, *, language: str) -> Vectors | None:
        code = language.partition("-")[0]
        if code not in LANGUAGES or not text.strip():
            return None
        vector = self._english_vector(text) if code == ENGLISH else self._other_vector(text)
        return vector if np.isfinite(vector).all() and vector.any() else None

    def _english_vector(self, text: str) -> Vectors:
        return np.concatenate(
            (
                np.float32(sqrt(CONTEXT_SHARE)) * self._english.context(text),
                np.float32(sqrt(WORDS_SHARE)) * self._english.words(text),
                np.float32(sqrt(MEANING_SHARE)) * self._meaning.encode(text),
            )
        )

    def _other_vector(self, text: str) -> Vectors:
        empty = np.zeros(CONTEXT_SIZE + WORDS_SIZE, dtype=np.float32)
        return np.concatenate((empty, self._meaning.encode(text)))
