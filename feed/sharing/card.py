"""Drawing the picture: paper, ink, an Oxford rule, the title in the site's serif.

A pure function of its arguments: the same card and picture give the same bytes on one machine.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image as Pillow
from PIL import ImageDraw, ImageOps

from feed.sharing.fonts import (
    SANS,
    SERIF,
    UndrawableError,
    drawable,
    font,
    is_right_to_left,
    runs,
    width_of,
)
from feed.sharing.setting import SetTitle, set_title
from feed.sharing.size import HEIGHT, WIDTH

MARGIN: Final = 64
PICTURE_WIDTH: Final = 470
GAP: Final = 52
QUALITY: Final = 90

# The light theme of static/css/site.css; each colour has a contrast above 4.5 on the paper.
PAPER: Final = "#f8f6f0"
INK: Final = "#1a1815"
SOFT: Final = "#5b564d"
ACCENT: Final = "#0a5c4a"
RULE: Final = "#d8d2c5"

PLATE_SIZES: Final = (48, 42, 36, 32)
LABEL_SIZE: Final = 30
PLATE_LINE: Final = 112
FOOT_LINE: Final = HEIGHT - 88
SIZES_ALONE: Final = tuple(range(96, 43, -4))
SIZES_BESIDE: Final = tuple(range(72, 35, -4))
LEADING: Final = 1.12


@dataclass(frozen=True)
class Card:
    """The words of the picture, as plain single lines. `focus`: of the photograph, in percent from the left and top."""

    title: str
    category: str
    author: str
    site: str
    focus: tuple[int, int] = (50, 50)


@dataclass(frozen=True)
class Column:
    """Where the words stand: from `left`, `width` pixels wide, set from the right in a right-to-left script."""

    left: int
    width: int
    is_mirrored: bool


def draw_card(card: Card, *, photograph: Pillow.Image | None) -> bytes:
    """A JPEG of 1200 × 630 pixels.

    Raises:
        UndrawableError: no font here has the letters of the title.
    """
    title = drawable(card.title)
    if not title:
        raise UndrawableError(card.title)
    sheet = Pillow.new("RGB", (WIDTH, HEIGHT), PAPER)
    is_mirrored = is_right_to_left(title)
    if photograph:
        _place(photograph, sheet, card, is_mirrored)
    column = _column(has_photograph=photograph is not None, is_mirrored=is_mirrored)
    _draw_frame(ImageDraw.Draw(sheet), card, column)
    _draw_title(ImageDraw.Draw(sheet), title, card, column)
    buffer = BytesIO()
    sheet.save(buffer, "JPEG", quality=QUALITY, subsampling=0, optimize=True, progressive=True)
    return buffer.getvalue()


def _place(photograph: Pillow.Image, sheet: Pillow.Image, card: Card, is_mirrored: bool) -> None:  # noqa: FBT001
    """The photograph, cut around its focus, fills one end of the sheet."""
    across, down = card.focus
    flat = Pillow.new("RGB", photograph.size, PAPER)
    flat.paste(photograph, mask=photograph.getchannel("A") if photograph.mode == "RGBA" else None)
    cut = ImageOps.fit(
        flat,
        (PICTURE_WIDTH, HEIGHT),
        method=Pillow.Resampling.LANCZOS,
        centering=(across / 100, down / 100),
    )
    sheet.paste(cut, (0 if is_mirrored else WIDTH - PICTURE_WIDTH, 0))


def _column(*, has_photograph: bool, is_mirrored: bool) -> Column:
    taken = PICTURE_WIDTH + GAP - MARGIN if has_photograph else 0
    left = MARGIN + (taken if is_mirrored else 0)
    return Column(left, WIDTH - 2 * MARGIN - taken, is_mirrored)


def _draw_frame(draw: ImageDraw.ImageDraw, card: Card, column: Column) -> None:
    """The plate over an Oxford rule, and the author under a hairline."""
    right = column.left + column.width
    draw.rectangle((column.left, PLATE_LINE, right, PLATE_LINE + 3), INK)
    draw.rectangle((column.left, PLATE_LINE + 8, right, PLATE_LINE + 9), INK)
    draw.rectangle((column.left, FOOT_LINE, right, FOOT_LINE + 1), RULE)
    line, plate = Line(draw, column), _plate_size(card.site, column.width)
    line.draw(card.site, top=94 - plate, size=plate, path=SERIF, colour=INK)
    line.draw(card.author, top=FOOT_LINE + 17, size=LABEL_SIZE, path=SANS, colour=SOFT)


def _plate_size(site: str, width: int) -> int:
    """A long name is set smaller before it is cut."""
    fitting = (size for size in PLATE_SIZES if width_of(site, first=SERIF, size=size) <= width)
    return next(fitting, PLATE_SIZES[-1])


def _draw_title(draw: ImageDraw.ImageDraw, title: str, card: Card, column: Column) -> None:
    """The category over the title; both together stand in the middle of the free height."""
    top, bottom = PLATE_LINE + 30, FOOT_LINE - 28
    kicker = LABEL_SIZE + 18
    is_wide = column.width > WIDTH // 2 + MARGIN
    placed = set_title(
        title,
        width=column.width,
        sizes=SIZES_ALONE if is_wide else SIZES_BESIDE,
        heights=bottom - top - kicker,
    )
    at = top + max(0, (bottom - top - kicker - _height(placed)) // 2)
    line = Line(draw, column)
    line.draw(card.category, top=at, size=LABEL_SIZE, path=SANS, colour=ACCENT)
    for number, text in enumerate(placed.lines):
        below = at + kicker + round(number * placed.size * LEADING)
        line.draw(text, top=below, size=placed.size, path=SERIF, colour=INK)


def _height(placed: SetTitle) -> int:
    return round(len(placed.lines) * placed.size * LEADING)


@dataclass(frozen=True)
class Line:
    """Draws single lines into a column."""

    sheet: ImageDraw.ImageDraw
    column: Column

    def draw(self, text: str, *, top: int, size: int, path: str, colour: str) -> None:
        """One line whose letters stand on a baseline `size` below `top`; cut where it is too long for the column."""
        words = _shown(text, path=path, size=size, width=self.column.width)
        length = width_of(words, first=path, size=size)
        left = self.column.left + (self.column.width - length if self.column.is_mirrored else 0)
        for face, part in runs(words, first=path):
            self.sheet.text((left, top + size), part, colour, font(face, size), anchor="ls")
            left += font(face, size).getlength(part)


def _shown(text: str, *, path: str, size: int, width: int) -> str:
    """What can be drawn of a label; a label that no font has is left out."""
    try:
        words = drawable(text)
    except UndrawableError:
        return ""
    while words and width_of(words, first=path, size=size) > width:
        words = words.rstrip("…")[:-1].rstrip() + "…" if len(words) > 2 else ""
    return words
