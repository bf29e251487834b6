"""The Markdown that we read: CommonMark with tables, strikethrough, footnotes and task lists."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from django.conf import settings
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from pygments.util import ClassNotFound

from feed.text.contents import name_headings
from feed.text.embeds import MARK, Embed, embed_of
from feed.text.mentions import link_mentions
from feed.text.renditions import WIDEST, narrower_names

URL_SCHEMES: Final = frozenset({"http", "https", "mailto"})
SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
# Deeper nesting is never meant for readers, and makes parsing slow.
MAX_NESTING: Final = 20
# Longer listings are printed plain: colouring them costs more than reading them is worth.
MAX_COLOURED: Final = 20_000
# How the parser asks for a column's alignment, and the class by which the style sheet grants it.
ALIGNMENTS: Final = {"text-align:center": "center", "text-align:right": "end"}
# Classes of what is coloured.
COLOURS: Final = set(STANDARD_TYPES.values()) - {""}
SIZES: Final = "(min-width: 48rem) 42rem, 100vw"


class Parser(MarkdownIt):
    """Takes only addresses that may become links; what names another stays as it was typed."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  (the library's name)
        """Addresses of this site, or with a scheme of URL_SCHEMES; `//host` and its kin look local and are not."""
        scheme, colon, _rest = url.partition(":")
        if colon and SCHEME.fullmatch(scheme):
            return scheme.lower() in URL_SCHEMES
        return not url.replace("\\", "/").replace("%5C", "/").lstrip().startswith("//")


@cache
def article_parser() -> MarkdownIt:
    """For bodies of posts."""
    options = {
        "html": False,
        "linkify": True,
        "typographer": True,
        "maxNesting": MAX_NESTING,
        "highlight": coloured,
    }
    parser = Parser("commonmark", options)
    parser.enable(["table", "strikethrough", "linkify", "smartquotes"])
    parser.use(footnote_plugin, inline=False).use(tasklists_plugin, label=True)
    parser.core.ruler.push("broadsheet_headings", _lower_headings)
    parser.core.ruler.push("broadsheet_anchors", _anchor_headings)
    parser.core.ruler.push("broadsheet_images", _keep_own_images)
    parser.core.ruler.push("broadsheet_quotes", _open_quotes)
    parser.core.ruler.push("broadsheet_figures", _frame_images)
    parser.core.ruler.push("broadsheet_embeds", _frame_embeds)
    parser.core.ruler.push("broadsheet_columns", _align_columns)
    parser.core.ruler.push("broadsheet_bare", _mark_bare_links)
    return parser


@cache
def comment_parser() -> MarkdownIt:
    """For comments: line breaks are kept; no headings, pictures, tables, footnotes."""
    options = {
        "html": False,
        "linkify": True,
        "breaks": True,
        "maxNesting": MAX_NESTING,
        "highlight": coloured,
    }
    parser = Parser("commonmark", options)
    parser.enable(["strikethrough", "linkify"])
    parser.disable(["heading", "lheading", "image", "hr"])
    parser.core.ruler.push("broadsheet_mentions", link_mentions)
    return parser


def coloured(code: str, language: str, _attributes: str) -> str:
    """Spans with Pygments' short class names; "" (print it plain) for an unknown or no language."""
    if not language or len(code) > MAX_COLOURED:
        return ""
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return ""
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True)))


def _lower_headings(state: StateCore) -> None:
    """The title is the page's h1, so headings of the text begin at h2 and never skip a level going down."""
    outline: list[int] = []
    for token in state.tokens:
        if token.type == "heading_open":
            written = int(token.tag[1])
            outline = [level for level in outline if level < written] + [written]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(len(outline) + 1, 6)}"


def _anchor_headings(state: StateCore) -> None:
    """Each heading gets an id, by which the list of contents and other pages point to it."""
    pairs = zip(state.tokens, state.tokens[1:], strict=False)
    found = [(opening, inline) for opening, inline in pairs if opening.type == "heading_open"]
    names = name_headings([_words(inline) for _opening, inline in found])
    for (opening, _inline), name in zip(found, names, strict=True):
        opening.attrs["id"] = name


def _words(inline: Token) -> str:
    return "".join(
        child.content for child in inline.children or [] if child.type in ("text", "code_inline")
    )


def _open_quotes(state: StateCore) -> None:
    """Speech that runs over paragraphs opens each of them with a quotation mark and closes only the last."""
    for block in state.tokens:
        first = block.children[0] if block.children else None
        if first and first.type == "text" and first.content.startswith('"'):
            first.content = f"“{first.content[1:]}"


def _keep_own_images(state: StateCore) -> None:
    """Pictures of this site get their sizes; one from elsewhere becomes a link to it."""
    for block in state.tokens:
        if block.children:
            block.children = list(_with_own_images(block.children))


def _with_own_images(tokens: Sequence[Token]) -> Iterator[Token]:
    is_in_link = False
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            is_in_link = token.type == "link_open"
        yield from (
            _image_or_link(token, is_in_link=is_in_link) if token.type == "image" else (token,)
        )


def _image_or_link(token: Token, *, is_in_link: bool) -> Iterator[Token]:
    address = str(token.attrs.get("src", ""))
    if address.startswith(settings.MEDIA_URL) and ".." not in address:
        token.attrs |= {"loading": "lazy", "decoding": "async"} | _sizes(address)
        yield token
        return
    words = "".join(child.content for child in token.children or ()) or address
    text = Token("text", "", 0, content=words)
    if is_in_link:
        yield text
        return
    yield Token("link_open", "a", 1, attrs={"href": address})
    yield text
    yield Token("link_close", "a", -1)


def _sizes(address: str) -> dict[str, str | int | float]:
    """Width, height and narrower renditions of a picture of ours, all told by its name."""
    found = WIDEST.fullmatch(address.removeprefix(settings.MEDIA_URL))
    if found is None:
        return {}
    width = int(found["width"])
    narrower = [
        f"{settings.MEDIA_URL}{name} {each}w" for name, each in narrower_names(found["stem"], width)
    ]
    own: dict[str, str | int | float] = {"width": width, "height": int(found["height"])}
    return own | {"srcset": ", ".join([*narrower, f"{address} {width}w"]), "sizes": SIZES}


def _frame_images(state: StateCore) -> None:
    """A paragraph that is one picture becomes a figure; the picture's title becomes its caption."""
    tokens = state.tokens
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        children = inline.children or []
        is_picture = len(children) == 1 and children[0].type == "image"
        if opening.type == "paragraph_open" and is_picture:
            opening.tag = closing.tag = "figure"
            caption = str(children[0].attrs.pop("title", ""))
            if caption:
                children += _caption(caption)


def _caption(text: str) -> list[Token]:
    return [
        Token("figcaption_open", "figcaption", 1),
        Token("text", "", 0, content=text),
        Token("figcaption_close", "figcaption", -1),
    ]


def _mark_bare_links(state: StateCore) -> None:
    """A link whose words are its address is marked, so that a printed page does not say it twice."""
    for block in state.tokens:
        for token in block.children or ():
            if token.type == "link_open" and token.info == "auto":
                token.attrs["class"] = "bare"


def _align_columns(state: StateCore) -> None:
    """Columns are aligned by a class, since the content policy lets no style through."""
    for token in state.tokens:
        if token.type in ("th_open", "td_open"):
            name = ALIGNMENTS.get(str(token.attrs.pop("style", "")))
            token.attrs |= {"class": name} if name else {}


def _frame_embeds(state: StateCore) -> None:
    """A paragraph that is one bare address of a provider in our table becomes a card, which a script may open."""
    tokens = state.tokens
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        link = (
            _bare_link(inline) if opening.type == "paragraph_open" and not opening.level else None
        )
        embed = embed_of(str(link.attrs.get("href", ""))) if link else None
        if link and embed:
            link.attrs["target"] = "_blank"
            opening.tag = closing.tag = "figure"
            opening.attrs |= _card(embed)
            inline.children = [*(inline.children or []), *_caption(embed.provider.name)]


def _bare_link(inline: Token) -> Token | None:
    """The link that is all there is in this paragraph, written as its address alone."""
    children = inline.children or []
    is_bare = len(children) == 3 and children[0].type == "link_open" and children[0].info == "auto"
    return children[0] if is_bare else None


def _card(embed: Embed) -> dict[str, str | int | float]:
    return {"class": f"embed embed--{embed.provider.shape}", MARK: embed.frame_url}
