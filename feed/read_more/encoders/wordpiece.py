"""BERT's uncased word pieces: texts as the numbers that MiniLM was trained on.

Source: Devlin et al., BERT, 2019; checked against the `tokenizers` library on news, Dutch, Chinese and emoji.
"""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

# Beside this file: BERT's uncased English vocabulary (Google, Apache-2.0), one piece a line, its number the line's.
VOCABULARY: Final = Path(__file__).with_name("vocabulary.txt")
UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"
MAX_WORD_LENGTH: Final = 100
_IDEOGRAPHS: Final = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


class WordPieces:
    """The tokenizer; holds the vocabulary, some 5 MB."""

    def __init__(self) -> None:
        lines = VOCABULARY.read_text().splitlines()
        self._ids: Final = {piece: number for number, piece in enumerate(lines)}

    def ids(self, text: str, *, limit: int) -> list[int]:
        """Numbers of the pieces, between those of START and END; at most `limit` with them."""
        found = [self._ids[START]]
        for word in _words(text):
            found += self._pieces(word)
            if len(found) >= limit - 1:
                break
        return [*found[: limit - 1], self._ids[END]]

    def _pieces(self, word: str) -> list[int]:
        """Longest match first; a word with a part that is not in the vocabulary is unknown as a whole."""
        if len(word) > MAX_WORD_LENGTH:
            return [self._ids[UNKNOWN]]
        pieces: list[int] = []
        start = 0
        while start < len(word):
            end = len(word)
            while end > start and self._piece(word, start, end) not in self._ids:
                end -= 1
            if end == start:
                return [self._ids[UNKNOWN]]
            pieces.append(self._ids[self._piece(word, start, end)])
            start = end
        return pieces

    @staticmethod
    def _piece(word: str, start: int, end: int) -> str:
        return f"##{word[start:end]}" if start else word[:end]


def _words(text: str) -> Iterator[str]:
    """Words in lower case without accents; each mark and each ideograph is one."""
    word = ""
    for letter in unicodedata.normalize("NFD", text.lower()):
        category = unicodedata.category(letter)
        if category == "Mn" or (category in ("Cc", "Cf") and letter not in "\t\n\r"):
            continue
        if letter.isspace() or _stands_alone(letter, category):
            if word:
                yield word
            word = ""
            if not letter.isspace():
                yield letter
        else:
            word += letter
    if word:
        yield word


def _stands_alone(letter: str, category: str) -> bool:
    is_ascii_mark = letter.isascii() and not letter.isalnum() and letter.isprintable()
    is_mark = category.startswith("P") or is_ascii_mark
    return is_mark or any(first <= ord(letter) <= last for first, last in _IDEOGRAPHS)
