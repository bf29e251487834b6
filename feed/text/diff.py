"""What changed between two texts, in words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

# Words with the white space that follows; a line's end is a word of its own.
WORD: Final = re.compile(r"\n|\S+[ \t]*|[^\S\n]+")
# Comparing word by word is quadratic; a longer stretch is shown as replaced whole.
MAX_WORDS: Final = 3_000


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A stretch of text and what became of it."""

    change: Change
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """Pieces that spell `old` without the added ones and `new` without the removed ones; neighbours differ."""
    pieces: list[Piece] = []
    for piece in _compare_lines(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        if pieces and pieces[-1].change == piece.change:
            pieces[-1] = Piece(piece.change, pieces[-1].text + piece.text)
        elif piece.text:
            pieces.append(piece)
    return pieces


def _compare_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """Lines first, since most stand unchanged; words only where lines differ."""
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal":
            yield Piece(Change.SAME, after)
        else:
            yield from _compare_words(WORD.findall(before), WORD.findall(after))


def _compare_words(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    if len(old) > MAX_WORDS or len(new) > MAX_WORDS:
        yield Piece(Change.REMOVED, "".join(old))
        yield Piece(Change.ADDED, "".join(new))
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(Change.SAME, "".join(new[c:d]))
            continue
        yield Piece(Change.REMOVED, "".join(old[a:b]))
        yield Piece(Change.ADDED, "".join(new[c:d]))
