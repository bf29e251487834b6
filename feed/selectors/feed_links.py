"""Where programs find the feeds of a page."""

from dataclasses import dataclass
from typing import Final

from feed.syndication.formats import FORMATS

SITE: Final = "/feed."


@dataclass(frozen=True)
class FeedLink:
    """One feed in one format."""

    url: str
    media_type: str
    label: str
    is_of_site: bool


def feed_links(stem: str, *, query: str = "") -> list[FeedLink]:
    """The feeds of one page, then those of the site.

    Args:
        stem: address without the format; "" where there is none.
        query: what follows the address of the page's own, from the question mark on.
    """
    stems = [stem, SITE] if stem and stem != SITE else [SITE]
    return [
        FeedLink(
            f"{each}{form.name}{query if each == stem else ''}",
            form.media_type,
            form.label,
            is_of_site=each == SITE,
        )
        for each in stems
        for form in FORMATS.values()
    ]
