"""Which font draws which character, and how wide text is.

The site's own fonts come with the code (feed/sharing/fonts/, SIL Open Font License). They hold Latin only; for other
scripts we take what the machine has installed. Where no font has a letter, nothing is drawn: boxes are worse than
no words.
"""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from PIL import ImageFont, features

FOLDER: Final = Path(__file__).parent / "fonts"
SERIF: Final = str(FOLDER / "newsreader.ttf")
SANS: Final = str(FOLDER / "franklin.ttf")
# Found by Pillow in the machine's font folders, the fitting ones first; each is optional.
INSTALLED: Final = (
    "NotoSerif-SemiBold.ttf", "NotoSerif-Bold.ttf", "NotoSerifCJK-Bold.ttc", "NotoSansCJK-Bold.ttc",
    "NotoNaskhArabic-Bold.ttf", "NotoSerifHebrew-Bold.ttf", "NotoSerifDevanagari-Bold.ttf",
    "LiberationSerif-Bold.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSans-Bold.ttf",
)  # fmt: skip
NO_CHARACTER: Final = "\U0010fffe"
RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
# Letters of these scripts join or reorder: without a shaping engine they would be drawn wrong.
NEEDS_SHAPING: Final = ("ARABIC", "HEBREW", "DEVANAGARI", "BENGALI", "TAMIL", "THAI", "SYRIAC")

Font = ImageFont.FreeTypeFont


class UndrawableError(Exception):
    """No font at hand has a letter of the text."""


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    strong = (unicodedata.bidirectional(mark) for mark in text)
    return next((each in RIGHT_TO_LEFT for each in strong if each in RIGHT_TO_LEFT | {"L"}), False)


def can_shape() -> bool:
    return bool(features.check_feature("raqm") and features.version_feature("fribidi"))


def drawable(text: str) -> str:
    """`text` without symbols that no font has, such as emoji.

    Raises:
        UndrawableError: a letter or figure is missing, or a script needs a shaping engine that is not installed.
    """
    kept = "".join(mark for mark in text if mark.isspace() or _is_known(mark) or _must_stand(mark))
    return " ".join(kept.split())


def _must_stand(mark: str) -> bool:
    if unicodedata.category(mark)[0] in "LN":
        raise UndrawableError(mark)
    return False


def _is_known(mark: str) -> bool:
    if not can_shape() and unicodedata.name(mark, "").startswith(NEEDS_SHAPING):
        raise UndrawableError(mark)
    return any(has_glyph(path, mark) for path in (SERIF, *installed()))


@cache
def installed() -> tuple[str, ...]:
    """Paths of the fonts of INSTALLED that this machine has."""
    found = (_path_of(name) for name in INSTALLED)
    return tuple(path for path in found if path)


def _path_of(name: str) -> str:
    try:
        return str(ImageFont.truetype(name, 20).path)
    except OSError:
        return ""


@cache
def font(path: str, size: int) -> Font:
    return ImageFont.truetype(path, size)


@cache
def has_glyph(path: str, mark: str) -> bool:
    """Whether a font draws `mark` as something of its own, not as the sign for what it lacks."""
    face = font(path, 40)
    drawn = face.getmask(mark)
    return mark.isspace() or (
        drawn.getbbox() is not None and bytes(drawn) != bytes(face.getmask(NO_CHARACTER))
    )


def runs(text: str, *, first: str) -> list[tuple[str, str]]:
    """`text` cut into (path of the font, part); one font for all of it where one has it, `first` if it does.

    Text that runs from right to left is not cut, because its parts would have to be put in order again.
    """
    fonts = (first, SERIF, *installed())
    whole = next((path for path in fonts if all(has_glyph(path, mark) for mark in text)), None)
    if whole or is_right_to_left(text):
        return [(whole or fonts[-1], text)]
    cut: list[tuple[str, str]] = []
    for mark in text:
        path = next((path for path in fonts if has_glyph(path, mark)), first)
        if cut and (cut[-1][0] == path or mark.isspace()):
            cut[-1] = (cut[-1][0], cut[-1][1] + mark)
        else:
            cut.append((path, mark))
    return cut


def width_of(text: str, *, first: str, size: int) -> float:
    """In pixels."""
    return sum(font(path, size).getlength(part) for path, part in runs(text, first=first))
