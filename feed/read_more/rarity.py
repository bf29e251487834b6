"""How rare a term is in its language, from tables that are shipped (data/README.md says from what and under which
licence; `python -m benchmarks.rarity` makes them).
"""

from functools import lru_cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).with_name("data")
LANGUAGES: Final = ("de", "en", "es", "fr", "nl")
# Rarity of what no table knows: a name, mostly. Higher, and one rare word would outweigh all others (docs/adr).
# Tables hold ten times the rarity, in one byte.
UNKNOWN: Final = 7.0
STEPS: Final = 10
# In a language without a table all words weigh the same.
FLAT: Final = 5.0

Table = dict[int, float]


def rarity(term: int, *, language: str) -> float:
    """-ln of the share of texts of 200 words that hold the term, 0 to `UNKNOWN`."""
    code = language.partition("-")[0]
    return _table(code).get(term, UNKNOWN) if code in LANGUAGES else FLAT


@lru_cache(maxsize=len(LANGUAGES))
def _table(language: str) -> Table:
    import numpy as np  # only where a text is read

    with np.load(FOLDER / f"rarity-{language}.npz") as stored:
        ids = np.cumsum(stored["steps"], dtype=np.uint32)
        values = stored["rarity"]
    return {int(term): int(value) / STEPS for term, value in zip(ids, values, strict=True)}
