"""The formats that every feed comes in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from feed.syndication.documents import FeedDocument
from feed.syndication.json_feed import render_json_feed
from feed.syndication.xml import render_atom, render_rss


@dataclass(frozen=True)
class FeedFormat:
    """`name` ends the feed's address; `label` is what programs that find the feed show."""

    name: str
    label: str
    media_type: str
    render: Callable[[FeedDocument], bytes]


FORMATS: Final = {
    each.name: each
    for each in (
        FeedFormat("rss", "RSS", "application/rss+xml", render_rss),
        FeedFormat("atom", "Atom", "application/atom+xml", render_atom),
        FeedFormat("json", "JSON Feed", "application/feed+json", render_json_feed),
    )
}
