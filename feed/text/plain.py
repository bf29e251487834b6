"""Plain words: titles, excerpts, and the place where a long text may be interrupted."""

import html
import re
import unicodedata
from typing import Final

import nh3

EXCERPT_LENGTH: Final = 220
# Marks that reorder or hide what stands around them have no place in a single line of text.
BIDI_CONTROLS: Final = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff\u200b"
)
_REORDERING: Final = re.compile(f"[{''.join(sorted(BIDI_CONTROLS))}]")
# Control characters (Unicode's Cc, which is fixed for good) separate words.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# No writing system piles more than a few marks on one letter; a tower of them spills over the lines around it.
_MARK: Final = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
EXTRA_MARKS: Final = re.compile(f"({_MARK}{{3}}){_MARK}+")
_TAG: Final = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_BLOCK_END: Final = re.compile(r"</(p|li|h[2-6]|blockquote|td|th|pre)>")
_VOID: Final = frozenset({"br", "hr", "img", "input", "source"})


def one_line(text: str) -> str:
    """`text` in Unicode's composed form, without control and reordering marks and towers of accents, its white
    space folded.
    """
    composed = EXTRA_MARKS.sub(r"\1", unicodedata.normalize("NFC", text))
    return " ".join(_CONTROL.sub(" ", _REORDERING.sub("", composed)).split())


def excerpt_of(body_html: str, *, length: int = EXCERPT_LENGTH) -> str:
    """The first `length` characters of sanitised HTML as plain text, cut at a word and marked with an ellipsis."""
    text = text_of(body_html)
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space else cut).rstrip(" ,;:–—-") + "…"


def text_of(body_html: str) -> str:
    """Sanitised HTML as one line of plain text."""
    return one_line(untagged(_spaced(body_html)))


def untagged(body_html: str) -> str:
    """The words of sanitised HTML."""
    return html.unescape(_TAG.sub("", body_html))


def tagless(raw_html: str) -> str:
    """HTML of others, sanitised: without its tags, and without what is no text in it, such as scripts."""
    return nh3.clean(_spaced(raw_html), tags=set())


def _spaced(body_html: str) -> str:
    return _BLOCK_END.sub(" ", body_html)


def split_after_paragraph(body_html: str, *, paragraph: int, following: int = 2) -> tuple[str, str]:
    """Cut sanitised HTML after its n-th outermost paragraph, for a slot in the running text.

    Returns:
        The two halves; the second is empty where fewer than `following` outermost paragraphs would come
        after the cut, because a slot just above the end serves nobody.
    """
    ends = _outer_paragraph_ends(body_html)
    if len(ends) < paragraph + following:
        return body_html, ""
    cut = ends[paragraph - 1]
    return body_html[:cut], body_html[cut:]


def _outer_paragraph_ends(body_html: str) -> list[int]:
    depth = 0
    ends: list[int] = []
    for tag in _TAG.finditer(body_html):
        closing, name = tag.groups()
        if name in _VOID:
            continue
        depth += -1 if closing else 1
        if closing and depth == 0 and name == "p":
            ends.append(tag.end())
    return ends
