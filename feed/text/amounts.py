"""How much a text holds of what spam is made of."""

import re
from dataclasses import dataclass
from typing import Final

from feed.text.earned import is_elsewhere

_HREF: Final = re.compile(r'<a href="([^"]*)"')
_PICTURE: Final = re.compile(r"<img ")


@dataclass(frozen=True)
class Amounts:
    """Links that lead elsewhere, pictures, and members named."""

    links: int = 0
    images: int = 0
    mentions: int = 0


def amounts_in(
    html: str, *, more_links: int = 0, more_images: int = 0, mentions: int = 0
) -> Amounts:
    """What sanitised HTML holds, and what stands beside it; a link that leads to one place twice counts twice."""
    links = sum(map(is_elsewhere, _HREF.findall(html)))
    return Amounts(links + more_links, len(_PICTURE.findall(html)) + more_images, mentions)
