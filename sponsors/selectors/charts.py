"""Charts as coordinates: a template draws them, and a table beside says the same in figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 720
HEIGHT: Final = 180
GAP: Final = 0.25


@dataclass(frozen=True)
class Bar:
    """A rectangle with its value; in units of the chart's view box."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: int


@dataclass(frozen=True)
class Line:
    """A horizontal line at a round value."""

    y: float
    value: int


@dataclass(frozen=True)
class Chart:
    """Bars from left to right, lines from the bottom; `top`: the value at the upper edge."""

    bars: list[Bar]
    lines: list[Line]
    top: int
    width: int = WIDTH
    height: int = HEIGHT

    def __bool__(self) -> bool:
        return any(bar.value for bar in self.bars)


def bar_chart(values: Sequence[tuple[str, int]]) -> Chart:
    """A bar for each (label, value at least 0), in their order, up to a round number above the highest."""
    top = _round_above(max((value for _label, value in values), default=0))
    room = WIDTH / max(1, len(values))
    bars = [
        Bar(
            x=round(place * room + room * GAP / 2, 2),
            y=round(HEIGHT * (1 - value / top), 2),
            width=round(room * (1 - GAP), 2),
            height=round(HEIGHT * value / top, 2),
            label=label,
            value=value,
        )
        for place, (label, value) in enumerate(values)
    ]
    return Chart(bars, [Line(HEIGHT * (1 - part / 2), top * part // 2) for part in (0, 1, 2)], top)


def _round_above(value: int) -> int:
    """The next of 2, 4, 10, 20, 40, 100, …"""
    step = 1
    while True:
        for factor in (2, 4, 10):
            if factor * step >= value:
                return factor * step
        step *= 10
