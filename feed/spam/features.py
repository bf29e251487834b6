"""What the classifier sees of a text: hashed words, pairs of words, runs of letters, and named signs.

All figures are pure functions of the text. A text of any length is read in windows of some 60 words, so that an
advertisement inside a long article weighs as much as one that stands alone, and length itself says nothing.
Source of the choice and its figures: docs/spam.md.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

# Hash buckets; 2^18 is no better on any set that was measured, and four times as large.
BUCKETS: Final = 1 << 16
WINDOW_WORDS: Final = 60
# A window is cut here too: a line of one letter and a language without spaces have no words to count.
WINDOW_CHARACTERS: Final = 600
# What stands beyond so many windows, some 8,000 words, is not read.
MAX_WINDOWS: Final = 140
WORDS_WEIGHT: Final = 1.0
LETTERS_WEIGHT: Final = 0.5
SIGN_WEIGHT: Final = 0.3

Indices = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]
_Hashes = npt.NDArray[np.uint64]
_FIRST: Final = np.array([7], dtype=np.uint64)
_LAST: Final = np.array([9], dtype=np.uint64)
_PAIR: Final = np.uint64(0x5BD1E995A5A5A5A5)
_STEP: Final = np.uint64(0x100000001B3)

URL: Final = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|org|tv|co|ly|info|biz|io|me|ru|xyz|top|shop)\b(?:/\S*)?"
)
TAG: Final = re.compile(r"<[^<>]{1,200}>")
TOKEN: Final = re.compile(r"\w+|[^\w\s]")
DIGIT: Final = re.compile(r"\d")
SPACE: Final = re.compile(r"\s+")

_ASK: Final = re.compile(
    r"\b(?:subscribe|sub|check(?:ing)?\s+(?:it\s+|this\s+|me\s+|my\s+)?out|click|follow|visit|join|buy|order|call|text"
    r"|txt|reply|win|share|like (?:this|my)|watch my|download|sign up|register|donate|vote)\b"
)
_OWN: Final = re.compile(
    r"\b(?:my|our) (?:\w+ ){0,2}(?:channel|videos?|music|page|site|website|blog|song|covers?|app|link|profile|shop|store"
    r"|company|services?)\b"
)
_MONEY: Final = re.compile(
    r"[$£€₹]\s?\d|\b(?:free|cash|prize|money|earn|win|won|offer|discount|cheap|price|guaranteed|loan|credit)\b"
)
_YOU: Final = re.compile(r"\b(?:you|your|u|ur)\b")
_ME: Final = re.compile(r"\b(?:i|me|my|our|we|us)\b")
_PLEASE: Final = re.compile(r"\b(?:pl[sz]+|please|thanks|thx)\b")
_PHONE: Final = re.compile(r"(?<![\w/.-])\+?\(?\d{1,4}\)?(?:[\s.-]?\(?\d{2,5}\)?){2,4}(?![\w/-])")
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+\.\w")
_PICTOGRAPH: Final = re.compile("[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")

# Named signs, each a bucket of its own behind the hashed ones. The order is part of the model's format.
SIGNS: Final = (
    "address", "addresses", "mail address", "telephone number", "markup", "asks for something", "asks repeatedly",
    "advertises something of the author", "money or gifts", "much money or many gifts", "capitals", "exclamation mark",
    "exclamation marks", "figures", "from me to you", "pictograph", "please or thanks",
)  # fmt: skip
SIZE: Final = BUCKETS + len(SIGNS) + 1
BIAS: Final = SIZE - 1


@dataclass(frozen=True)
class Features:
    """A sparse vector: `indices` ascending within each of its groups, `values` beside them."""

    indices: Indices
    values: Values


def windows(text: str) -> list[str]:
    """The text in parts of about WINDOW_WORDS words, even in length; [] for nothing but white space."""
    words = [part for word in text.split() for part in _short(word)]
    count = max(1, round(len(words) / WINDOW_WORDS))
    cuts = [len(words) * number // count for number in range(count + 1)]
    parts = (words[start:end] for start, end in pairwise(cuts))
    found = (" ".join(part) for part in parts if part)
    pieces = (piece for window in found for piece in _pieces(window))
    return [piece for piece, _number in zip(pieces, range(MAX_WINDOWS), strict=False)]


def features_of(window: str) -> Features:
    """One window as a vector; each group of features has the same length, however many words there are."""
    text = html.unescape(window)
    low = text.lower()
    tokens = tokens_of(low)
    signs = np.flatnonzero(_signs(text, low))
    groups = (
        (_buckets(_word_hashes(tokens)), WORDS_WEIGHT),
        (_buckets(_letter_hashes(tokens)), LETTERS_WEIGHT),
    )
    indices = [*(group for group, _weight in groups), BUCKETS + signs, np.array([BIAS])]
    values = [
        *(np.full(len(group), weight / max(len(group), 1) ** 0.5) for group, weight in groups),
        np.full(len(signs), SIGN_WEIGHT),
        np.ones(1),
    ]
    return Features(np.concatenate(indices), np.concatenate(values))


def tokens_of(low: str) -> list[str]:
    """Words and marks of a lower-case text; figures become 0, addresses and markup announce themselves."""
    marked = URL.sub(lambda found: f" urlurl {found.group()}", low) if "." in low else low
    marked = TAG.sub(" tagtag ", marked) if "<" in low else marked
    return TOKEN.findall(DIGIT.sub("0", marked))


def word_buckets(tokens: list[str]) -> list[tuple[str, tuple[int, ...]]]:
    """Each word with the buckets of itself and of the pair that it begins, to say what spoke for a verdict."""
    hashes = _word_hashes(tokens)
    buckets = [int(each) for each in hashes & np.uint64(BUCKETS - 1)]
    pairs = buckets[len(tokens) + 1 :]
    return [(token, (buckets[at], pairs[at])) for at, token in enumerate(tokens)]


def _short(word: str) -> Iterator[str]:
    return (
        word[start : start + WINDOW_CHARACTERS] for start in range(0, len(word), WINDOW_CHARACTERS)
    )


def _pieces(window: str) -> Iterator[str]:
    """A window of ordinary words whole; one of extraordinary ones in parts."""
    step = 2 * WINDOW_CHARACTERS
    return (window[start : start + step] for start in range(0, len(window), step))


def _word_hashes(tokens: list[str]) -> _Hashes:
    """Hashes of the n words, then of the n + 1 pairs with the ends of the text; empty for no words."""
    if not tokens:
        return np.empty(0, dtype=np.uint64)
    words = np.array([crc32(token.encode("utf-8", "replace")) for token in tokens], dtype=np.uint64)
    ends = np.concatenate((_FIRST, words, _LAST))
    return _mixed(np.concatenate((words, (ends[:-1] * _STEP + ends[1:]) ^ _PAIR)))


def _letter_hashes(tokens: list[str]) -> _Hashes:
    """Hashes of all runs of three, four and five letters, spaces between words included."""
    text = f" {' '.join(tokens)} "
    letters = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    threes = _longer(_longer(letters, letters[1:]), letters[2:])
    fours = _longer(threes, letters[3:])
    fives = _longer(fours, letters[4:])
    return _mixed(np.concatenate((threes, fours, fives)))


def _longer(runs: _Hashes, letters: _Hashes) -> _Hashes:
    """Each run with the letter that follows it; the last run, which none follows, goes."""
    return runs[: len(letters)] * _STEP + letters


def _mixed(hashes: _Hashes) -> _Hashes:
    """Spread over all bits; wraps around by intent. Constants of SplitMix64."""
    spread = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return spread ^ (spread >> np.uint64(27))


def _buckets(hashes: _Hashes) -> Indices:
    ordered = np.sort((hashes & np.uint64(BUCKETS - 1)).astype(np.int64))
    is_new = np.ones(len(ordered), dtype=bool)
    is_new[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_new]


def _signs(text: str, low: str) -> list[bool]:
    """Which of SIGNS hold, in their order."""
    addresses = len(URL.findall(low)) if "." in low else 0
    asks = len(_ASK.findall(low))
    money = len(_MONEY.findall(low))
    cries = text.count("!")
    return [
        addresses > 0,
        addresses > 1,
        "@" in low and bool(_MAIL.search(low)),
        bool(_PHONE.search(low)),
        "<" in low and bool(TAG.search(low)),
        asks > 0,
        asks > 1,
        bool(_OWN.search(low)),
        money > 0,
        money > 1,
        _shouts(text, low),
        cries > 0,
        cries > 2,
        len(DIGIT.findall(low)) > 0.15 * len(low),
        bool(_YOU.search(low)) and bool(_ME.search(low)),
        bool(_PICTOGRAPH.search(text)),
        bool(_PLEASE.search(low)),
    ]


def _shouts(text: str, low: str) -> bool:
    """More than three in five letters are capitals."""
    small = sum(map(str.islower, text))
    capitals = sum(map(str.isupper, text))
    return capitals > 5 and capitals > 1.5 * small
