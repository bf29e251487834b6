"""Makes the tables of feed/read_more/data: how rare each term is in its language.

    uv run --with wordfreq==3.1.1 python -m benchmarks.rarity

Word frequencies come from wordfreq's lists (Robyn Speer; CC BY-SA 4.0), summed by the hash of the stem. A word with
probability p stands in 1 - exp(-200 p) of the texts of 200 words. Evaluation data plays no part in it.
"""

import math
from collections import defaultdict
from typing import Final

import numpy as np
import wordfreq

from feed.read_more.rarity import FOLDER, LANGUAGES, STEPS, UNKNOWN
from feed.read_more.terms import stems_of, term_id

TEXT_WORDS: Final = 200
# Terms that are rarer than this are left out: their rarity is near that of unknown ones.
KEPT: Final = 16_000


def main() -> None:
    """Write one table for each language, and say how large it is."""
    for language in LANGUAGES:
        path = FOLDER / f"rarity-{language}.npz"
        chances = term_chances(language)
        kept = sorted(sorted(chances, key=lambda term: -chances[term])[:KEPT])
        values = [round(min(_rarity(chances[term]), UNKNOWN) * STEPS) for term in kept]
        steps = np.diff(np.array([0, *kept]))
        np.savez_compressed(
            path, steps=steps.astype(np.uint16), rarity=np.array(values, dtype=np.uint8)
        )
        print(f"{path.name}: {len(kept)} terms, {path.stat().st_size / 1024:.0f} KB")


def term_chances(language: str) -> dict[int, float]:
    """Probability of each term; a word that falls into several terms counts for each."""
    chances: dict[int, float] = defaultdict(float)
    for word, chance in wordfreq.get_frequency_dict(language, "large").items():
        for term in {term_id(stem) for stem in stems_of(word, language=language)}:
            chances[term] += chance
    return dict(chances)


def _rarity(chance: float) -> float:
    return -math.log(1 - math.exp(-chance * TEXT_WORDS))


if __name__ == "__main__":
    main()
