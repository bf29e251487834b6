"""The template behind a text: what is left when names, places, figures and addresses are taken out.

Advertisers send one text for hundreds of towns. No gazetteer knows all of them, but a place is written with a capital
or stands behind a word such as "in"; both are masked, so that only the skeleton is compared, by min-hashes of its
runs of three words (Broder 1997) in bands (Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, section 3.4).
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final
from zlib import crc32

RUN_WORDS: Final = 3
HASHES: Final = 64
# Two rows in a band: texts that share a third of their runs meet in a band with a probability of 0.98.
BAND_ROWS: Final = 2
# A shorter skeleton says nothing: "Good morning" is written by everybody.
MIN_RUNS: Final = 12
MAX_CHARACTERS: Final = 20_000
PLACE, FIGURE, ADDRESS = "§place", "§figure", "§address"
# Behind these stands a place, also where it is written small; English and Dutch.
BEFORE_PLACE: Final = frozenset(
    ("in", "near", "at", "from", "to", "around", "across", "throughout", "te", "bij", "naar", "uit", "rond", "rondom")
)  # fmt: skip
_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|\b[\w-]+\.(?:com|net|org|nl|in|co|info)\b\S*",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(r"[+(]*\d[\d\s().,/-]*")
_WORD: Final = re.compile(r"§?\w+")
_MASK: Final = (1 << 31) - 1


def masked(text: str) -> list[str]:
    """The words of the skeleton, folded; runs of masks are one."""
    plain = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS])
    plain = _FIGURE.sub(f" {FIGURE} ", _ADDRESS.sub(f" {ADDRESS} ", plain))
    words: list[str] = []
    for word in _WORD.findall(plain):
        is_place = word[:1].isupper() or (words[-1:] and words[-1] in BEFORE_PLACE)
        skeleton = PLACE if is_place and not word.startswith("§") else word.casefold()
        if not (skeleton.startswith("§") and words[-1:] == [skeleton]):
            words.append(skeleton)
    return words


def print_of(text: str) -> tuple[int, ...]:
    """HASHES min-hashes of the skeleton's runs, in the order of the hash functions; () for too short a skeleton."""
    words = masked(text)
    runs = {
        crc32(" ".join(words[start : start + RUN_WORDS]).encode("utf-8", "replace"))
        for start in range(len(words) - RUN_WORDS + 1)
    }
    if len(runs) < MIN_RUNS:
        return ()
    return _lowest_hashes(runs)


def _lowest_hashes(runs: set[int]) -> tuple[int, ...]:
    import numpy as np  # only where a text is judged, since every page would pay for it

    factors = np.array(_numbers("factor"), dtype=np.uint64) << np.uint64(1) | np.uint64(1)
    terms = np.array(_numbers("term"), dtype=np.uint64)
    hashes = np.array(sorted(runs), dtype=np.uint64)[:, None] * factors + terms
    spread = (hashes ^ (hashes >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return tuple(int(low) for low in (spread >> np.uint64(33)).min(axis=0))


def _numbers(name: str) -> list[int]:
    return [crc32(b"%s %d" % (name.encode(), number)) for number in range(HASHES)]


def bands_of(hashes: Sequence[int]) -> list[int]:
    """One number for each band; two texts that share one are looked at closely."""
    return [
        crc32(repr((start, *hashes[start : start + BAND_ROWS])).encode()) & _MASK
        for start in range(0, len(hashes), BAND_ROWS)
    ]


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of runs that two skeletons have in common (Jaccard), 0…1, estimated."""
    return sum(mine == yours for mine, yours in zip(one, other, strict=True)) / len(one)
