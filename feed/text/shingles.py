"""Copied text: which runs of words two texts share, told from a small sample of each.

A shingle is a run of five words. Of each window of neighbouring shingles the one with the smallest hash is kept
(winnowing), so that a passage copied from one text into another leaves the same hashes in both, wherever it stands
and whatever stands around it. Source: Schleimer, Wilkerson & Aiken, SIGMOD 2003.
"""

from collections.abc import Collection
from typing import Final
from zlib import crc32

from feed.text.words import words_of

SHINGLE_WORDS: Final = 5
# Copying 8 words in a row leaves at least one common hash; about two in five shingles are kept.
WINDOW: Final = 4
# A longer text is judged by its smallest hashes; so many cover some 640 words.
MAX_HASHES: Final = 256
_MIX: Final = 0x9E3779B1  # 2^32 divided by the golden ratio: spreads what CRC leaves in rows


def min_hashes(text: str) -> tuple[int, ...]:
    """The sample of a text: signed 32-bit numbers, ascending, at most `MAX_HASHES`; () below five words."""
    words = list(words_of(text))
    hashes = [
        _hash(words[start : start + SHINGLE_WORDS])
        for start in range(len(words) - SHINGLE_WORDS + 1)
    ]
    starts = range(max(len(hashes) - WINDOW, 0) + 1) if hashes else ()
    kept = {min(hashes[start : start + WINDOW]) for start in starts}
    return tuple(sorted(kept)[:MAX_HASHES])


def copied_share(mine: Collection[int], others: Collection[int]) -> float:
    """The part of my sample that occurs in the others', 0…1; 0 for a text too short to tell."""
    if not mine:
        return 0.0
    known = set(others)
    return sum(one in known for one in mine) / len(mine)


def _hash(shingle: list[str]) -> int:
    mixed = (crc32(" ".join(shingle).encode()) * _MIX) & 0xFFFFFFFF
    return mixed - 0x80000000
