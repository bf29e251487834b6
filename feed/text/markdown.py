"""From the Markdown a member wrote to HTML that is safe to print.

Two walls: the parser escapes raw HTML, and its output passes nh3 with the few tags, classes and ids listed here.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import nh3

from feed.text import mentions, parsers
from feed.text.contents import HEADING_ID
from feed.text.embeds import MARK, SHAPES, is_frame_url

INLINE_TAGS: Final = {"a", "strong", "em", "code", "s", "br", "span"}
BLOCK_TAGS: Final = {"p", "ul", "ol", "li", "blockquote", "pre"}
ARTICLE_TAGS: Final = {
    "h2", "h3", "h4", "h5", "h6", "hr", "img", "figure", "figcaption", "table", "thead", "tbody", "tr", "th", "td",
    "sup", "section", "label", "input",
}  # fmt: skip
ATTRIBUTES: Final = {
    "a": {"href", "title", "id", "target"},
    "figure": {MARK},
    "img": {"src", "alt", "title", "loading", "decoding", "width", "height", "srcset", "sizes"},
    "input": {"type", "checked", "disabled"},
    "li": {"id"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "h5": {"id"},
    "h6": {"id"},
    "ol": {"start"},
}
HEADINGS: Final = {"h2", "h3", "h4", "h5", "h6"}
FOOTNOTE_ID: Final = re.compile(r"fn(ref)?\d{1,4}(:\d{1,4})?")
LINK_REL: Final = "nofollow ugc noopener"


def render_article(source: str) -> str:
    """HTML of a post's body; headings begin at h2, because the title is the page's h1."""
    return _clean(parsers.article_parser().render(source), INLINE_TAGS | BLOCK_TAGS | ARTICLE_TAGS)


def render_comment(source: str, *, mention_paths: Mapping[str, str] | None = None) -> str:
    """HTML of a comment: text, links, lists, quotes and code, without headings, tables and pictures.

    `mention_paths`: where @name leads, by names in lower case; other names stay plain.
    """
    html = parsers.comment_parser().render(source, {mentions.PATHS: mention_paths or {}})
    return _clean(html, INLINE_TAGS | BLOCK_TAGS)


def names_in_comment(source: str) -> frozenset[str]:
    """The names that a comment mentions as @name, in lower case, whether or not there are such members."""
    env: dict[str, Any] = {}
    parsers.comment_parser().parse(source, env)
    return frozenset(env[mentions.NAMED])


@cache
def _classes() -> dict[str, set[str]]:
    """Colours of code, the parts of task lists and footnotes, columns of tables, and cards of what is shown elsewhere."""
    return {
        "span": parsers.COLOURS,
        "ul": {"contains-task-list"},
        "li": {"task-list-item", "footnote-item"},
        "sup": {"footnote-ref"},
        "section": {"footnotes"},
        "ol": {"footnotes-list"},
        "a": {"footnote-backref", "bare"},
        "figure": {"embed"} | SHAPES,
        "th": {*parsers.ALIGNMENTS.values()},
        "td": {*parsers.ALIGNMENTS.values()},
    }


def _clean(html: str, tags: set[str]) -> str:
    return nh3.clean(
        html,
        tags=tags,
        attributes={tag: names for tag, names in ATTRIBUTES.items() if tag in tags},
        allowed_classes={tag: names for tag, names in _classes().items() if tag in tags},
        url_schemes=set(parsers.URL_SCHEMES),
        attribute_filter=_safe_value,
        link_rel=LINK_REL,
    )


def _safe_value(tag: str, name: str, value: str) -> str | None:
    """Drop ids that are not headings' or footnotes', and `//host` and its kin, which look local and lead elsewhere."""
    if name == "id":
        pattern = HEADING_ID if tag in HEADINGS else FOOTNOTE_ID
        return value if pattern.fullmatch(value) else None
    if name == MARK:
        return value if is_frame_url(value) else None
    if name == "target":
        return value if value == "_blank" else None
    is_address = name in ("href", "src")
    return None if is_address and value.replace("\\", "/").lstrip().startswith("//") else value
