"""The headings of an article: their names in its HTML, the list of them, and the links beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from feed.text.plain import untagged

# No id of a page of ours begins like this, so that no heading can take the place of a part of the page.
PREFIX: Final = "h-"
HEADING_ID: Final = re.compile(r"h-[\w-]{1,70}")
SLUG_LENGTH: Final = 60
MIN_HEADINGS: Final = 4
MIN_WORDS: Final = 900
# As nh3 writes them; it closes what it opens.
HEADING: Final = re.compile(
    r'<h(?P<level>[2-6]) id="(?P<id>h-[\w-]+)">(?P<inner>.*?)</h(?P=level)>', re.DOTALL
)


@dataclass(frozen=True)
class Heading:
    """A heading of the running text. `level`: from 2; `is_part`: stands below another heading in the list."""

    id: str
    text: str
    level: int
    is_part: bool


def name_headings(texts: list[str]) -> Iterator[str]:
    """An id for each heading, in order: made of its words, another one where they were used before."""
    taken: set[str] = set()
    for text in texts:
        stem = PREFIX + (slugify(text, allow_unicode=True)[:SLUG_LENGTH].strip("-_") or "part")
        name = next(each for each in _variants(stem) if each not in taken)
        taken.add(name)
        yield name


def contents_of(body_html: str) -> list[Heading]:
    """The headings of a long text, in its order, of its two highest levels; [] for a text that needs no list."""
    found = [
        (int(each["level"]), each["id"], plain(each["inner"])) for each in _headings(body_html)
    ]
    if len(found) < MIN_HEADINGS or word_count(body_html) < MIN_WORDS:
        return []
    levels = sorted({level for level, _id, _text in found})[:2]
    return [
        Heading(id=name, text=text, level=level, is_part=level > levels[0])
        for level, name, text in found
        if level in levels
    ]


def with_heading_links(body_html: str, *, language: str) -> str:
    """Sanitised HTML in which each named heading ends with a link to itself, labelled in the text's language."""
    with override(language):
        return HEADING.sub(_linked, body_html)


def plain(inner_html: str) -> str:
    """The words of a heading."""
    return " ".join(untagged(inner_html).split())


def word_count(body_html: str) -> int:
    return len(plain(body_html.replace("<", " <")).split())


def _headings(body_html: str) -> Iterator[re.Match[str]]:
    return HEADING.finditer(body_html)


def _linked(heading: re.Match[str]) -> str:
    link = format_html(
        ' <a class="heading-link" href="#{}" aria-label="{}"><span class="icon icon-link" aria-hidden="true"></span></a>',
        heading["id"],
        _("Link to “%(heading)s”") % {"heading": plain(heading["inner"])},
    )
    closing = f"</h{heading['level']}>"
    return heading[0].removesuffix(closing) + link + closing


def _variants(stem: str) -> Iterator[str]:
    yield stem
    for number in range(2, 10_000):
        yield f"{stem}-{number}"
