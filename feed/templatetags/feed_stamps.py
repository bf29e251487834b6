"""Markup whose words change while its shape stays: a template is rendered once for each shape, then stamped with words.

Django takes some five microseconds for each word of a template, because it looks each name up again. A template that is
stamped sees the places of words as `slot`, with a mark for each, and what decides which of its parts there are as
`shape`. So it prints `slot` and asks `shape`, never the other way round. All markup stays in the templates.
"""

import re
import secrets
from collections.abc import Callable, Hashable, Mapping, Sequence
from html import escape
from typing import Any, Final, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from config.bounded import Bounded
from feed.models import Image
from feed.templatetags.feed_frame import TOKEN

# Safe HTML for one place, or for the places of each turn of a loop.
Words = str | Sequence[str] | Sequence[tuple[str, ...]]
Marks = dict[str, Any]
Key = tuple[object, ...]

# Digits pass every filter and every converter of addresses. Nobody can guess them, so nobody can write them.
FIRST_MARK: Final = 10**17 + secrets.randbelow(10**14) * 1_000
MOST_MARKS: Final = 1_000
MARK: Final = re.compile(rf"({str(FIRST_MARK)[:-3]}\d{{3}})")
# A fifth of a long page would be the indentation of its template.
INDENT: Final = re.compile(r"\s*\n\s*")
# About four kilobytes each.
KEPT_STAMPS: Final = 500


class Stamp(NamedTuple):
    """`texts`: one before each place, and the last one; `places`: which word goes there, from 0."""

    texts: tuple[str, ...]
    places: tuple[int, ...]

    @classmethod
    def of(cls, html: str) -> "Stamp":
        """Of what a template with marks came to."""
        cut = MARK.split(INDENT.sub("\n", html))
        return cls(tuple(cut[::2]), tuple(int(mark) - FIRST_MARK for mark in cut[1::2]))

    def press(self, words: Sequence[str]) -> str:
        texts, places = self
        whole = [*texts, *texts[1:]]
        whole[::2], whole[1::2] = texts, [words[place] for place in places]
        return "".join(whole)


_stamps: Bounded[Key, Stamp] = Bounded(size=KEPT_STAMPS)


def mark(place: int) -> int:
    """What stands in a template where a word goes."""
    return FIRST_MARK + place


def stamped(
    template_name: str,
    slot: Mapping[str, Words],
    *,
    shape: Hashable = None,
    given: Callable[[Marks], dict[str, Any]] | None = None,
) -> SafeString:
    """A template with these words in it.

    Args:
        slot: the words by name, always the same names in the same order.
        shape: all else that the template depends on, but for the language.
        given: what the template gets beside `slot`, `shape` and a mark for the token of forms; it is told the marks.
    """
    words, sizes = _flat(slot.values())
    key = (template_name, get_language(), shape, sizes)
    stamp = _stamps.get(key)
    if stamp is None:
        marks = _marks(slot)
        beside = given(marks) if given else {}
        around = {"csrf_token": TOKEN, "shape": shape, "slot": marks}
        stamp = _stamps[key] = Stamp.of(render_to_string(template_name, around | beside))
    return mark_safe(stamp.press(words))  # noqa: S308  (a template and safe words)


def _flat(all_words: Any) -> tuple[list[str], tuple[int, ...]]:
    """All words in the order of their marks, and how many turns each loop has."""
    words: list[str] = []
    sizes = []
    for each in all_words:
        if isinstance(each, str):
            words.append(each)
            continue
        sizes.append(len(each))
        for turn in each:
            if isinstance(turn, str):
                words.append(turn)
            else:
                words.extend(turn)
    return words, tuple(sizes)


def _marks(slot: Mapping[str, Words]) -> Marks:
    """A mark in place of each word."""
    place = iter(range(FIRST_MARK, FIRST_MARK + MOST_MARKS))

    def marked(words: Any) -> Any:
        return next(place) if isinstance(words, str) else [marked(each) for each in words]

    return {name: marked(words) for name, words in slot.items()}


# What components/_picture.html asks of an image, and prints.
FACTS: Final = ("avif_srcset", "srcset", "focus_class", "url", "width", "height", "alt")


def facts_of(image: Image) -> tuple[str, ...]:
    """Which of FACTS there are: part of the shape of what shows the picture."""
    return tuple([name for name in FACTS if getattr(image, name)])


def picture_words(image: Image | None, facts: Sequence[str]) -> dict[str, str]:
    """The words of a picture, by fact."""
    return {name: escape(str(getattr(image, name))) for name in facts}
