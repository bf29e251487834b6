"""What HTML of ours may hold, told by another parser than the one that cleaned it."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

from feed.text.markdown import ARTICLE_TAGS, ATTRIBUTES, BLOCK_TAGS, INLINE_TAGS

TAGS = ARTICLE_TAGS | BLOCK_TAGS | INLINE_TAGS | {"picture", "source", "nav"}
# What the page adds to what nh3 lets pass.
ADDED = {"class", "rel", "srcset", "type", "sizes", "aria-label", "aria-hidden", "dir", "lang"}
ADDRESSES = {"href", "src"}
SCHEMES = {"", "http", "https", "mailto"}


class Oracle(HTMLParser):
    """Collects in `wrong` what should not be there."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, set()) | ADDED:
                self.wrong.append(f"{tag} {name}")
            elif name in ADDRESSES and _scheme(value or "") not in SCHEMES:
                self.wrong.append(f"{tag} {name}={value}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append(f"<!{decl}")

    def unknown_decl(self, data: str) -> None:
        self.wrong.append(f"<![{data}")

    def handle_pi(self, data: str) -> None:
        self.wrong.append(f"<?{data}")


def _scheme(address: str) -> str:
    """As a browser reads it: controls and spaces around it, tabs and line ends in it do not count."""
    seen = address.strip("".join(map(chr, range(33))))
    for skipped in "\t\n\r":
        seen = seen.replace(skipped, "")
    try:
        return urlsplit(seen).scheme.lower()
    except ValueError:
        return ""  # no host that a browser would ask
