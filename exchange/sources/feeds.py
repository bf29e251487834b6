"""RSS, Atom and JSON Feed as something to import."""

from collections.abc import Iterator
from typing import IO, Final

from exchange.errors import UnreadableError
from exchange.sources.items import Article, Item, Note, Origin, Person, Section, place_of
from feed.syndication.reading import NoFeedError, OutsideEntry, read_feed

# Feeds of whole blogs have a few thousand items; a feed is held in memory while it is read.
MAX_BYTES: Final = 50_000_000
MAX_ITEMS: Final = 20_000


def read_feed_file(file: IO[bytes], *, note: Note) -> Iterator[Item]:
    """Raises UnreadableError: it is no feed, or too large to be one."""
    body = file.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise UnreadableError(f"A feed may have {MAX_BYTES // 1_000_000} MB at most.")
    try:
        document = read_feed(body, max_items=MAX_ITEMS)
    except NoFeedError as error:
        raise UnreadableError("This is none of the formats that are read.") from error
    yield Origin(document.home_url or document.title, document.language)
    for name in sorted({one.author_name for one in document.entries} - {""}):
        yield Person(name, name)
    for number, entry in enumerate(document.entries, start=1):
        if not (entry.id and (entry.title or entry.html)):
            note(0, f"Item {number} has neither title nor text and was left out.")
            continue
        yield _article(entry, number, note)


def _article(entry: OutsideEntry, number: int, note: Note) -> Article:
    if entry.published_at is None:
        note(0, f"Item {number}, “{entry.title}”, has no date; it comes as a draft.")
    path = place_of(entry.url)
    return Article(
        id=entry.id,
        title=entry.title,
        html=entry.html,
        author_id=entry.author_name,
        line=0,
        published_at=entry.published_at,
        sections=tuple(Section(name, name) for name in entry.tags),
        addresses=(path,) if path else (),
        image_url=entry.image_url,
        link_url=entry.external_url,
    )
