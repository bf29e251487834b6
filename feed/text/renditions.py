"""How the files of a picture are named, so that a name alone tells its sizes.

The widest is `<stem>-<width>x<height>.webp`; narrower ones are `<stem>-<width>w.webp`, for each of `WIDTHS` below
the widest's width.
"""

from collections.abc import Iterator
from typing import Final

# Wide enough for a phone's list, a phone's article, and a wide screen's article.
WIDTHS: Final = (480, 960, 1600)


def widest_name(stem: str, width: int, height: int) -> str:
    return f"{stem}-{width}x{height}.webp"


def narrower_names(stem: str, width: int) -> Iterator[tuple[str, int]]:
    """Name and width of each rendition narrower than `width`, narrowest first."""
    for each in WIDTHS:
        if each < width:
            yield f"{stem}-{each}w.webp", each
