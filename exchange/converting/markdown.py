"""From a stranger's HTML to the Markdown that the site keeps."""

import re
from typing import Any, Final

from markdownify import MarkdownConverter

from feed.text.plain import tagless, text_of

# Blocks of WordPress are told by comments around them.
BLOCK_MARKS: Final = re.compile(r"<!--.*?-->", re.DOTALL)
CAPTION: Final = re.compile(
    r"\[caption[^\]]*\](?P<picture>.*?<img[^>]*>(?:\s*</a>)?)(?P<words>.*?)\[/caption\]", re.DOTALL
)
# [gallery ids="1,2"], [contact-form-7 id="1"], [/audio]: a name, then attributes or nothing. A link's words are no such thing.
SHORTCODE: Final = re.compile(
    r"\[/?(?P<name>[a-z][a-z0-9_-]{2,40})(?:\s+[a-z_-]+=[^\]]*|\s*/?)\](?!\()"
)
BLOCK_TAG: Final = re.compile(
    r"^\s*</?(?:p|div|h[1-6]|ul|ol|li|table|thead|tbody|tr|td|th|blockquote|pre|figure|figcaption|hr|section|form|dl|dt|dd|iframe|video|audio)\b",
    re.IGNORECASE,
)
PRE: Final = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL | re.IGNORECASE)
BLANKS: Final = re.compile(r"\n{3,}")
STRIPPED: Final = ("script", "style", "form", "noscript")


class Converter(MarkdownConverter):
    """Markdown as our parser reads it: frames by their address, captions as a picture's title."""

    def escape(self, text: str, parent_tags: Any) -> str:
        """A square bracket would begin a link."""
        return str(super().escape(text, parent_tags)).replace("[", "\\[")  # type: ignore[misc]

    def convert_iframe(self, element: Any, text: str, parent_tags: Any) -> str:
        address = str(element.get("src") or "")
        address = f"https:{address}" if address.startswith("//") else address
        return f"\n\n{address}\n\n" if address.startswith("http") else text

    convert_video = convert_audio = convert_embed = convert_iframe

    def convert_figure(self, element: Any, text: str, parent_tags: Any) -> str:
        """A picture with its caption as its title; anything else that is framed, as it is."""
        picture, words = element.find("img"), element.find("figcaption")
        if picture is None or element.find(["table", "ul", "iframe"]):
            return f"\n\n{text.strip()}\n\n"
        title = " ".join(words.get_text(" ").split()).replace('"', "”") if words else ""
        alt = str(picture.get("alt") or "").replace("[", "(").replace("]", ")")
        address = str(picture.get("src") or "").replace(" ", "%20")
        return f'\n\n![{alt}]({address} "{title}")\n\n' if title else f"\n\n![{alt}]({address})\n\n"


def markdown_of(html: str, *, has_lines: bool = False) -> tuple[str, list[str]]:
    """The text in Markdown (`has_lines`: line ends are WordPress's paragraphs), and the names of the shortcodes in it that nobody will expand here.

    HTML that nests too deep for the converter comes as plain words.
    """
    cleaned = _without_marks(html)
    codes = _names_in(cleaned)
    cleaned = SHORTCODE.sub("", cleaned)
    if has_lines:
        cleaned = with_paragraphs(cleaned)
    try:
        text = Converter(heading_style="atx", bullets="-", strip=list(STRIPPED)).convert(cleaned)
    except RecursionError:
        return text_of(tagless(html)), codes
    return BLANKS.sub("\n\n", text).strip(), codes


def shortcodes_of(html: str) -> list[str]:
    """The names that `markdown_of` would tell, without converting anything."""
    return _names_in(_without_marks(html))


def _without_marks(html: str) -> str:
    framed = CAPTION.sub(r"<figure>\g<picture><figcaption>\g<words></figcaption></figure>", html)
    return BLOCK_MARKS.sub("", framed)


def _names_in(cleaned: str) -> list[str]:
    return sorted({found["name"] for found in SHORTCODE.finditer(cleaned)})


def with_paragraphs(html: str) -> str:
    """WordPress's own reading of line ends: an empty line begins a paragraph, another one a line."""
    parts = PRE.split(html.replace("\r\n", "\n"))
    return "".join(part if PRE.fullmatch(part) else _paragraphs(part) for part in parts)


def _paragraphs(html: str) -> str:
    chunks = (chunk.strip() for chunk in re.split(r"\n\s*\n", html))
    return "\n".join(
        chunk if BLOCK_TAG.match(chunk) else "<p>" + chunk.replace("\n", "<br>\n") + "</p>"
        for chunk in chunks
        if chunk
    )
