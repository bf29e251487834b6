"""Addresses inside the HTML of a post that is read elsewhere."""

import re
from typing import Final

# As nh3 writes attributes: in double quotes.
LOCAL: Final = re.compile(r'\b(?P<name>href|src)="(?P<path>/[^/"][^"]*)"')
FRAGMENT: Final = re.compile(r'\bhref="(?P<fragment>#[^"]*)"')
SOURCES: Final = re.compile(r'\bsrcset="(?P<list>[^"]*)"')


def absolute_html(html: str, *, base: str, page: str) -> str:
    """Sanitised HTML whose addresses lead to the same places from anywhere.

    Args:
        html: as `feed.text.markdown` made it.
        base: address of the site, without a slash at its end.
        page: address of the post, for links within it.
    """
    html = LOCAL.sub(rf'\g<name>="{base}\g<path>"', html)
    html = FRAGMENT.sub(rf'href="{page}\g<fragment>"', html)
    return SOURCES.sub(lambda found: f'srcset="{_absolute_sources(found["list"], base)}"', html)


def _absolute_sources(sources: str, base: str) -> str:
    parts = (part.strip() for part in sources.split(","))
    return ", ".join(f"{base}{part}" if part.startswith("/") else part for part in parts)
