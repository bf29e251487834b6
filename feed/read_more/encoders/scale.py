"""How the parts of a vector of feed.read_more.encoders.blend are weighed; needs no model.

The shares were fitted on the development sets (docs/adr); a pair of which one text is English meets only in the part
of USE, whose length in the English vector is sqrt(`MEANING_SHARE`).
"""

from collections.abc import Sequence
from math import sqrt
from typing import Final

import numpy as np
import numpy.typing as npt

from feed.read_more.encoders.interface import Vectors
from feed.read_more.encoders.names import BLEND

NAME: Final = BLEND
ENGLISH: Final = "en"
CONTEXT_SHARE, WORDS_SHARE, MEANING_SHARE = 0.5, 0.36, 0.14


def closeness(products: Vectors, *, mine: Sequence[str], others: Sequence[str]) -> Vectors:
    """Inner products on one scale for pairs of one language and of two: 0…1 (feed.read_more.likeness.Closeness)."""
    is_mixed = _are_english(mine)[:, None] != _are_english(others)[None, :]
    scaled = np.where(is_mixed, products / np.float32(sqrt(MEANING_SHARE)), products)
    return np.clip(scaled, 0, 1)


def _are_english(languages: Sequence[str]) -> npt.NDArray[np.bool_]:
    return np.array([code.partition("-")[0] == ENGLISH for code in languages], dtype=bool)
