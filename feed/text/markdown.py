"""From the Markdown a member wrote to HTML that is safe to print.

Two walls: the parser escapes raw HTML, and its output passes nh3 with the few tags listed here. Pictures
come from this site only; one from elsewhere becomes a link to it.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

import nh3
from django.conf import settings
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

INLINE_TAGS: Final = {"a", "strong", "em", "code", "s", "br"}
BLOCK_TAGS: Final = {"p", "ul", "ol", "li", "blockquote", "pre"}
ARTICLE_TAGS: Final = {
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "loading"},
    "ol": {"start"},
}
URL_SCHEMES: Final = {"http", "https", "mailto"}
LINK_REL: Final = "nofollow ugc noopener"
# Deeper nesting is never meant for readers, and makes parsing slow.
MAX_NESTING: Final = 20


def render_article(source: str) -> str:
    """HTML of a post's body; headings begin at h2, because the title is the page's h1."""
    return _clean(_article_parser().render(source), INLINE_TAGS | BLOCK_TAGS | ARTICLE_TAGS)


def render_comment(source: str) -> str:
    """HTML of a comment: text, links, lists, quotes and code, without headings, tables and pictures."""
    return _clean(_comment_parser().render(source), INLINE_TAGS | BLOCK_TAGS)


@cache
def _article_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough", "linkify"])
    parser.core.ruler.push("broadsheet_headings", _lower_headings)
    parser.core.ruler.push("broadsheet_images", _keep_own_images)
    return parser


@cache
def _comment_parser() -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark",
        {"html": False, "linkify": True, "breaks": True, "maxNesting": MAX_NESTING},
    )
    parser.enable(["strikethrough", "linkify"])
    parser.disable(["heading", "lheading", "image", "hr"])
    return parser


def _lower_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"


def _keep_own_images(state: StateCore) -> None:
    for block in state.tokens:
        if block.children:
            block.children = [part for child in block.children for part in _image_or_link(child)]


def _image_or_link(token: Token) -> Sequence[Token]:
    if token.type != "image":
        return [token]
    address = str(token.attrs.get("src", ""))
    if address.startswith(settings.MEDIA_URL) and ".." not in address:
        token.attrs["loading"] = "lazy"
        return [token]
    text = Token("text", "", 0, content=token.content or address)
    return [
        Token("link_open", "a", 1, attrs={"href": address}),
        text,
        Token("link_close", "a", -1),
    ]


def _clean(html: str, tags: set[str]) -> str:
    return nh3.clean(
        html,
        tags=tags,
        attributes={tag: names for tag, names in ATTRIBUTES.items() if tag in tags},
        url_schemes=URL_SCHEMES,
        attribute_filter=_refuse_hostless,
        link_rel=LINK_REL,
    )


def _refuse_hostless(_tag: str, name: str, value: str) -> str | None:
    """Drop `//host` and its kin with backslashes, which look local and lead elsewhere."""
    is_address = name in ("href", "src")
    return None if is_address and value.replace("\\", "/").lstrip().startswith("//") else value
