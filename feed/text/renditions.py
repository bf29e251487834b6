"""How the files of a picture are named, so that a name alone tells its sizes.

The widest is `<stem>-<width>x<height>.webp`; narrower ones are `<stem>-<width>w.webp`, for each of `WIDTHS` below
the widest's width. Each may have a twin of the same name that ends in `.avif`. Until the twins are made, the pixels
they are made from lie in `<stem>-master.png`.
"""

import re
from collections.abc import Iterator
from typing import Final

from feed.models.image import AVIF

# Wide enough for a phone's list, a phone's article, and a wide screen's article.
WIDTHS: Final = (480, 960, 1600)
WIDEST: Final = re.compile(
    r"(?P<stem>images/[0-9a-f]{32})-(?P<width>\d{1,4})x(?P<height>\d{1,5})\.webp"
)


def widest_name(stem: str, width: int, height: int) -> str:
    return f"{stem}-{width}x{height}.webp"


def narrower_names(stem: str, width: int) -> Iterator[tuple[str, int]]:
    """Name and width of each rendition narrower than `width`, narrowest first."""
    for each in WIDTHS:
        if each < width:
            yield f"{stem}-{each}w.webp", each


def avif_name(webp_name: str) -> str:
    """The twin's name."""
    return webp_name.removesuffix(".webp") + AVIF


def master_name(widest: str) -> str:
    """Where the pixels lie that the twins are made from, told by the name of the widest rendition."""
    return f"{widest.rpartition('-')[0]}-master.png"
