"""What a text is about, in its own letters: its tags, and the names that stand in it.

A name is a run of words with capitals that does not begin a sentence, with a number behind it ("South Korea", "Line 2").
It is for a reader's eyes, in "Also about South Korea"; what is similar is decided elsewhere.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

KEPT: Final = 12
MAX_LENGTH: Final = 60
_WORD: Final = r"[^\W\d_a-zß-öø-ÿ][\w’'-]+"
_RUN: Final = re.compile(
    rf"(?<=[\w,;:’'\)\"”] )(?:{_WORD})(?: (?:(?:of|de|van|der|den|von|du|la|al|the) ){{0,2}}{_WORD})*"
    r"(?: \d{1,3}\b(?![-–.,]?\d))?"
)
# "The" after a quotation mark is no name in a text that has "the" as well.
_ANY_WORD: Final = re.compile(r"\w[\w’'-]*")
# Capitals of languages, not of names.
_NO_NAMES: Final = frozenset(
    word
    for line in (
        "I’m I’ll I’ve I’d I'm I'll I've I'd Mr Mrs Ms Dr",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays",
        "January February March April May June July August September October November December",
        "The This That There They She But And What Why Where When Who How After Before Nearly Others Things Together",
        "Het Een Dat Dit Wat Waarom Waar Wanneer Wie Hoe Maar Geen Door Onder Voor",
    )
    for word in line.split()
)


def names_in(text: str, *, tags: Sequence[str] = ()) -> tuple[str, ...]:
    """At most `KEPT`: tags first, then names, most frequent first; none twice in other letters."""
    words = set(_ANY_WORD.findall(text))
    found = (_cleaned(run.group()) for run in _RUN.finditer(text))
    counts = Counter(name for name in found if name.lower() not in words)
    names = sorted(counts, key=lambda name: (-counts[name], -len(name)))
    kept: dict[str, str] = {}
    for name in (*tags, *names):
        if 2 < len(name) <= MAX_LENGTH and name.rstrip(" 0123456789") not in _NO_NAMES:
            kept.setdefault(name.casefold(), name)
    return tuple(kept.values())[:KEPT]


def shared_names(mine: Iterable[str], theirs: Iterable[str]) -> list[str]:
    """The names of both, in my order and letters."""
    known = {name.casefold() for name in theirs}
    return [name for name in mine if name.casefold() in known]


def _cleaned(name: str) -> str:
    """Without a genitive and without the mark that closes a quotation."""
    return re.sub(r"(?:[’']s|[’'-])$", "", name)
