"""Reading a large XML file record by record. A document type declaration, and with it every entity, is refused."""

from collections import deque
from collections.abc import Callable, Collection, Iterator
from typing import IO, Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from exchange.errors import UnreadableError
from exchange.sources.characters import text_of
from exchange.sources.items import Note

# WordPress's namespace ends in the version of the format.
WORDPRESS: Final = "{http://wordpress.org/export/"
MAX_DEPTH: Final = 20


def records(
    file: IO[bytes], *, wanted: Collection[str], note: Note
) -> Iterator[tuple[int, Element]]:
    """(line, element) of each element whose name is among `wanted`, in the order of the file; nothing else is kept.

    Names are as written in WordPress: "item", "wp:author", "content:encoded".

    Raises:
        UnreadableError: it is no XML, ends too early, nests too deep or holds a document type declaration.
    """
    target = _Target(wanted)
    parser: Any = DefusedXMLParser(target=target, encoding="utf-8", forbid_dtd=True)
    target.line = lambda: int(parser.parser.CurrentLineNumber)
    try:
        for text in text_of(file, note=note):
            parser.feed(text.encode())
            yield from target.taken()
        parser.close()
    except DefusedXmlException as error:
        raise UnreadableError(
            "The file declares a document type or entities, which no export does; it is not read.",
            line=target.line(),
        ) from error
    except ParseError as error:
        raise UnreadableError(f"This is not XML ({error}).", line=error.position[0]) from error
    yield from target.taken()


def value(element: Element, name: str) -> str:
    """The text of a child, "" where there is none."""
    return (element.findtext(name) or "").strip()


class _Target:
    """What the parser tells; builds the wanted elements and forgets the rest."""

    def __init__(self, wanted: Collection[str]) -> None:
        self._wanted = wanted
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._begun_at = 0
        self._done: deque[tuple[int, Element]] = deque()
        self.line: Callable[[], int] = lambda: 0

    def taken(self) -> Iterator[tuple[int, Element]]:
        while self._done:
            yield self._done.popleft()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _short(tag)
        if not self._open and name not in self._wanted:
            return
        if not self._open:
            self._begun_at = self.line()
        if len(self._open) >= MAX_DEPTH:
            raise UnreadableError("The elements are nested too deep.", line=self.line())
        element = Element(name, attributes)
        if self._open:
            self._open[-1].append(element)
        self._open.append(element)
        self._texts.append([])

    def data(self, text: str) -> None:
        if self._texts:
            self._texts[-1].append(text)

    def end(self, _tag: str) -> None:
        if not self._open:
            return
        element = self._open.pop()
        element.text = "".join(self._texts.pop())
        if not self._open:
            self._done.append((self._begun_at, element))

    def close(self) -> None:
        """Nothing is held."""


def _short(tag: str) -> str:
    """`wp:author` for {http://wordpress.org/export/1.2/}author."""
    space, _brace, name = tag.rpartition("}")
    if space.startswith(WORDPRESS):
        return f"excerpt:{name}" if "excerpt" in space else f"wp:{name}"
    return SHORT.get(space, "") + name


SHORT: Final = {
    "{http://purl.org/rss/1.0/modules/content/": "content:",
    "{http://purl.org/dc/elements/1.1/": "dc:",
}
