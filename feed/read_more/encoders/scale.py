"""How the parts of a vector of feed.read_more.encoders.blend are weighed; needs no model.

The shares were fitted on the development sets (docs/adr); a pair of which one text is English meets only in the part
of USE, whose length in the English vector is sqrt(`MEANING_SHARE`).
"""

from math import sqrt
from typing import Final

NAME: Final = "minilm+use 1"
ENGLISH: Final = "en"
CONTEXT_SHARE, WORDS_SHARE, MEANING_SHARE = 0.5, 0.36, 0.14


def closeness(product: float, *, languages: tuple[str, str]) -> float:
    """An inner product on one scale for pairs of one language and of two: 0…1."""
    is_mixed = sum(code.partition("-")[0] == ENGLISH for code in languages) == 1
    return min(max(product / sqrt(MEANING_SHARE) if is_mixed else product, 0.0), 1.0)
