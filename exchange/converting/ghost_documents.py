"""Ghost's two document formats as HTML, for exports whose posts come without it."""

import json
from collections.abc import Callable
from html import escape
from typing import Any, Final

Note = Callable[[str], None]
# Bits of a Lexical text's `format`.
FORMATS: Final = ((1, "strong"), (2, "em"), (4, "s"), (16, "code"))
CONTAINERS: Final = {
    "paragraph": "p", "quote": "blockquote", "extended-quote": "blockquote", "listitem": "li", "aside": "blockquote",
}  # fmt: skip


def html_of(lexical: object, mobiledoc: object, *, note: Note) -> str:
    """HTML of whichever of the two there is; "" if there is neither. `note`: told of cards that nobody knows."""
    try:
        if document := _document(lexical):
            return "".join(_node(one, note) for one in _children(document.get("root", {})))
        document = _document(mobiledoc)
        return "".join(_section(one, document, note) for one in document.get("sections", ()))
    except (LookupError, TypeError, ValueError, RecursionError):
        note("its text is damaged and was left out.")
        return ""


def _document(text: object) -> dict[str, Any]:
    try:
        found = json.loads(text) if isinstance(text, str) else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _children(node: Any) -> list[dict[str, Any]]:
    children = node.get("children") if isinstance(node, dict) else None
    return [one for one in children or () if isinstance(one, dict)]


def _node(node: dict[str, Any], note: Note) -> str:
    kind = str(node.get("type"))
    if kind in ("text", "extended-text"):
        return _words(node)
    inside = "".join(_node(one, note) for one in _children(node))
    if kind in ("heading", "extended-heading"):
        tag = str(node.get("tag", "h2"))
        return f"<{tag}>{inside}</{tag}>" if tag in ("h1", "h2", "h3", "h4", "h5", "h6") else inside
    if kind == "list":
        tag = "ol" if node.get("listType") == "number" else "ul"
        return f"<{tag}>{inside}</{tag}>"
    if kind in ("link", "autolink"):
        return f'<a href="{escape(str(node.get("url", "")))}">{inside}</a>'
    if kind in CONTAINERS:
        return f"<{CONTAINERS[kind]}>{inside}</{CONTAINERS[kind]}>"
    return "<br>" if kind == "linebreak" else _card(kind, node, note)


def _words(node: dict[str, Any]) -> str:
    html, style = escape(str(node.get("text", ""))), node.get("format")
    for bit, tag in FORMATS:
        if isinstance(style, int) and style & bit:
            html = f"<{tag}>{html}</{tag}>"
    return html


def _card(kind: str, card: dict[str, Any], note: Note) -> str:
    """What stands between the paragraphs; the two formats name it alike."""
    caption = f"<figcaption>{card['caption']}</figcaption>" if card.get("caption") else ""
    if kind == "image" and card.get("src"):
        alt = escape(str(card.get("alt") or ""))
        return f'<figure><img src="{escape(str(card["src"]))}" alt="{alt}">{caption}</figure>'
    if kind in ("html", "markdown"):
        return str(card.get("html") or f"<p>{escape(str(card.get('markdown') or ''))}</p>")
    if kind in ("codeblock", "code"):
        return f"<pre><code>{escape(str(card.get('code') or ''))}</code></pre>"
    if kind in ("horizontalrule", "hr"):
        return "<hr>"
    if kind in ("embed", "bookmark") and card.get("url"):
        address = escape(str(card["url"]))
        return f'<p><a href="{address}">{address}</a></p>'
    note(f"the card “{kind}” was left out.")
    return ""


def _section(section: Any, document: dict[str, Any], note: Note) -> str:
    """Mobiledoc: [1, tag, markers], [2, address of a picture], [3, tag, items], [10, number of a card]."""
    match section:
        case [1, str(tag), list(markers), *_]:
            return f"<{tag}>{_markers(markers, document)}</{tag}>"
        case [2, str(address), *_]:
            return f'<img src="{escape(address)}">'
        case [3, str(tag), list(items), *_]:
            inside = "".join(f"<li>{_markers(one, document)}</li>" for one in items)
            return f"<{tag}>{inside}</{tag}>"
        case [10, int(number), *_] if number < len(document.get("cards", ())):
            name, card = document["cards"][number]
            return _card(str(name), card if isinstance(card, dict) else {}, note)
    note("a part of it was left out.")
    return ""


def _markers(markers: Any, document: dict[str, Any]) -> str:
    """[kind, numbers of the markups that begin, how many end, text]."""
    html, opened = "", []
    for marker in markers:
        _kind, begins, ends, text = marker
        for number in begins:
            tag, attributes = (*document["markups"][number], [])[:2]
            pairs = zip(attributes[::2], attributes[1::2], strict=False)
            told = (f' {name}="{escape(str(each))}"' for name, each in pairs)
            html += f"<{tag}{''.join(told)}>"
            opened.append(tag)
        html += escape(str(text)) if marker[0] == 0 else ""
        for _end in range(ends):
            html += f"</{opened.pop()}>" if opened else ""
    return html
