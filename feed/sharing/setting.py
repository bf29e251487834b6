"""Setting a title: whole words, no hyphens, the largest size at which it fits, lines of about the same length."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from feed.sharing.fonts import SERIF, width_of

# Scripts without spaces may break after any character; elsewhere a word keeps its following space.
UNITS: Final = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]\s*|[^\s\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+\s*"
)
# These do not begin a line.
CLINGING: Final = "、。，．・：；？！）」』】〉》ー…,.;:?!)"
ELLIPSIS: Final = "…"
BALANCE_STEPS: Final = 7

Measure = Callable[[str], float]


@dataclass(frozen=True)
class SetTitle:
    """Lines from top to bottom, and their size in pixels."""

    lines: tuple[str, ...]
    size: int


def set_title(text: str, *, width: int, sizes: Sequence[int], heights: int) -> SetTitle:
    """The largest of `sizes` (falling) at which `text` fits; cut with an ellipsis where none does.

    Args:
        text: what `fonts.drawable` left.
        width: pixels that a line may have.
        sizes: font sizes in pixels, largest first.
        heights: pixels that all lines together may have; a line takes 1.12 of its size.
    """
    whole = [size for size in sizes if _all_fit(text, width, size)]
    # A word that is too long even in the smallest size is cut, and need not be small as well.
    for size in whole or sizes[len(sizes) // 2 :]:
        lines = break_lines(text, width=width, measure=_measure(size))
        if len(lines) <= _room(heights, size):
            kept = _balanced(text, lines, width, _measure(size)) if whole else tuple(lines)
            return SetTitle(kept, size)
    size = sizes[-1]
    lines = break_lines(text, width=width, measure=_measure(size))
    return SetTitle(_shortened(lines, _room(heights, size), width, _measure(size)), size)


def break_lines(text: str, *, width: float, measure: Measure) -> list[str]:
    """As many whole units on each line as fit; a unit wider than a line is cut."""
    lines: list[str] = []
    line = ""
    for unit in _units(text):
        if line and measure((line + unit).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += unit
        while measure(line.rstrip()) > width and len(line) > 1:
            head = _fitting(line, width, measure)
            lines.append(line[:head])
            line = line[head:]
    return [*lines, line.rstrip()] if line.strip() else lines


def _units(text: str) -> list[str]:
    units: list[str] = []
    for unit in UNITS.findall(text):
        if units and unit[0] in CLINGING and not units[-1][-1].isspace():
            units[-1] += unit
        else:
            units.append(unit)
    return units


def _fitting(text: str, width: float, measure: Measure) -> int:
    return max((end for end in range(1, len(text)) if measure(text[:end]) <= width), default=1)


def _all_fit(text: str, width: int, size: int) -> bool:
    return all(_measure(size)(unit.rstrip()) <= width for unit in _units(text))


def _balanced(text: str, lines: list[str], width: int, measure: Measure) -> tuple[str, ...]:
    """The narrowest setting with as many lines, in which no unit is cut."""
    widest = max(measure(unit.rstrip()) for unit in _units(text))
    low, high, best = max(0.5 * width, widest), float(width), lines
    for _step in range(BALANCE_STEPS):
        middle = (low + high) / 2
        tried = break_lines(text, width=middle, measure=measure)
        if len(tried) == len(lines):
            high, best = middle, tried
        else:
            low = middle
    return tuple(best)


def _shortened(lines: list[str], room: int, width: int, measure: Measure) -> tuple[str, ...]:
    kept = lines[:room]
    last = kept[-1]
    while last and measure(last + ELLIPSIS) > width:
        last = last[:-1]
    return (*kept[:-1], last.rstrip(" ,;:–—-") + ELLIPSIS)


def _room(heights: int, size: int) -> int:
    return max(1, int(heights / (1.12 * size)))


def _measure(size: int) -> Measure:
    return lambda text: width_of(text, first=SERIF, size=size)
