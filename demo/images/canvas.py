"""A sheet of paper to print on: flat shapes, stippled shading, cut lines, grain.

Coordinates are those of the finished picture, in pixels from the upper left corner; drawing happens at twice
that size, so that edges come out smooth.
"""

from collections.abc import Sequence
from functools import cache
from math import cos, pi, sin
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from demo.images.palette import Palette

Point = tuple[float, float]
SCALE: Final = 2
# Darkest speck of the paper, of 255.
GRAIN_FLOOR: Final = 236
CURVE_STEPS: Final = 10
# Strokes thinner than this, in pixels, need no round ends.
ROUND_FROM: Final = 6


class Canvas:
    """Shapes in the colours of one palette."""

    def __init__(self, palette: Palette, *, width: int = 1600, height: int = 1000) -> None:
        self.ink: Final = palette
        self.width: Final = width
        self.height: Final = height
        self._image = Image.new("RGB", (width * SCALE, height * SCALE), palette.paper)
        self._draw = ImageDraw.Draw(self._image)

    def rect(self, left: float, top: float, width: float, height: float, colour: str) -> None:
        self._draw.rectangle(_scaled([(left, top), (left + width, top + height)]), fill=colour)

    def poly(self, points: Sequence[Point], colour: str) -> None:
        self._draw.polygon(_scaled(points), fill=colour)

    def blob(self, points: Sequence[Point], colour: str) -> None:
        """A closed shape with round corners through the points."""
        self.poly(smooth(points, is_closed=True), colour)

    def circle(self, x: float, y: float, radius: float, colour: str) -> None:
        self.oval(x, y, radius, radius, colour)

    def oval(self, x: float, y: float, across: float, down: float, colour: str) -> None:
        self._draw.ellipse(_scaled([(x - across, y - down), (x + across, y + down)]), fill=colour)

    def ring(self, x: float, y: float, radius: float, thickness: float, colour: str) -> None:
        box = _scaled([(x - radius, y - radius), (x + radius, y + radius)])
        self._draw.ellipse(box, outline=colour, width=round(thickness * SCALE))

    def line(self, points: Sequence[Point], thickness: float, colour: str) -> None:
        self._draw.line(
            _scaled(points), fill=colour, width=max(1, round(thickness * SCALE)), joint="curve"
        )

    def curve(self, points: Sequence[Point], thickness: float, colour: str) -> None:
        """A stroke with round ends through the points."""
        path = smooth(points, is_closed=False)
        self._draw.line(_scaled(path), fill=colour, width=max(1, round(thickness * SCALE)))
        if thickness > ROUND_FROM:
            for end in (path[0], path[-1]):
                self.circle(*end, thickness / 2 - 0.5, colour)

    def arch(self, left: float, top: float, width: float, height: float, colour: str) -> None:
        """A window or door with a round head."""
        radius = width / 2
        self.rect(left, top + radius, width, height - radius, colour)
        self.circle(left + radius, top + radius, radius, colour)

    def cut(self, x: float, y: float, length: float, thickness: float, colour: str) -> None:
        """A level stroke that is thick in the middle and pointed at both ends, as a gouge leaves it."""
        half, steps = length / 2, 6
        ends = [(-half + length * step / steps) for step in range(steps + 1)]
        upper = [(x + d, y - thickness / 2 * sin(pi * (d + half) / length)) for d in ends]
        lower = [(x + d, y + thickness / 2 * sin(pi * (d + half) / length)) for d in ends]
        self.poly(upper + lower[::-1], colour)

    def shade(
        self, points: Sequence[Point], colour: str, *, side: str = "bottom", strength: float = 0.6
    ) -> None:
        """Stipple `colour` over a polygon, densest at one side: top, bottom, left or right."""
        scaled = _scaled(points)
        left, top = (max(0, int(min(axis))) for axis in zip(*scaled, strict=True))
        right = min(self._image.width, int(max(x for x, _ in scaled)) + 1)
        bottom = min(self._image.height, int(max(y for _, y in scaled)) + 1)
        if right - left < 2 or bottom - top < 2:
            return
        size = (right - left, bottom - top)
        inside = Image.new("L", size)
        ImageDraw.Draw(inside).polygon([(x - left, y - top) for x, y in scaled], fill=255)
        dots = _dots(size, side, strength)
        self._image.paste(colour, (left, top), ImageChops.multiply(inside, dots))

    def shade_rect(
        self, box: tuple[float, float, float, float], colour: str, *, side: str, strength: float
    ) -> None:
        """`shade` for a rectangle: left, top, width, height."""
        left, top, width, height = box
        corners = [
            (left, top),
            (left + width, top),
            (left + width, top + height),
            (left, top + height),
        ]
        self.shade(corners, colour, side=side, strength=strength)

    def finished(self) -> Image.Image:
        """The picture at its size, with the grain of the paper."""
        small = self._image.reduce(SCALE)
        grain = _speckle().crop((0, 0, self.width, self.height))
        return ImageChops.multiply(small, Image.merge("RGB", (grain, grain, grain)))


def circle_points(x: float, y: float, radius: float, *, count: int = 28) -> list[Point]:
    """Corners of a regular polygon that passes for a circle."""
    turns = [2 * pi * step / count for step in range(count)]
    return [(x + radius * cos(turn), y + radius * sin(turn)) for turn in turns]


def smooth(points: Sequence[Point], *, is_closed: bool) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    spans = range(count if is_closed else count - 1)
    curve = [
        _between(
            [_at(points, span + shift, is_closed=is_closed) for shift in (-1, 0, 1, 2)],
            step / CURVE_STEPS,
        )
        for span in spans
        for step in range(CURVE_STEPS)
    ]
    return curve if is_closed else [*curve, points[-1]]


def _at(points: Sequence[Point], index: int, *, is_closed: bool) -> Point:
    last = len(points) - 1
    return points[index % len(points) if is_closed else min(max(index, 0), last)]


def _between(four: Sequence[Point], t: float) -> Point:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = four
    return _spline((ax, bx, cx, dx), t), _spline((ay, by, cy, dy), t)


def _spline(four: tuple[float, float, float, float], t: float) -> float:
    a, b, c, d = four
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * SCALE, y * SCALE) for x, y in points]


_TURNS: Final = {
    "bottom": None,
    "top": Image.Transpose.FLIP_TOP_BOTTOM,
    "right": Image.Transpose.ROTATE_90,
    "left": Image.Transpose.ROTATE_270,
}


def _dots(size: tuple[int, int], side: str, strength: float) -> Image.Image:
    """Specks whose density falls off from one side."""
    ramp = Image.linear_gradient("L")
    turn = _TURNS[side]
    if turn is not None:
        ramp = ramp.transpose(turn)
    ramp = ramp.point([round(255 * strength * (value / 255) ** 1.4) for value in range(256)])
    thresholds = _noise().crop((0, 0, *size))
    levels = ramp.resize(size, Image.Resampling.NEAREST)  # the steps drown in the noise
    return ImageChops.subtract(levels, thresholds).point([0] + [255] * 255)


@cache
def _noise() -> Image.Image:
    """Even noise over the whole sheet at drawing size, in dots of two pixels."""
    return _sheet(Random(1893), dot=SCALE, size=(1600 * SCALE, 1000 * SCALE))


@cache
def _speckle() -> Image.Image:
    even = _sheet(Random(1927), dot=1, size=(1600, 1000))
    return even.point(
        [GRAIN_FLOOR + round((255 - GRAIN_FLOOR) * (v / 255) ** 0.5) for v in range(256)]
    )


def _sheet(rng: Random, *, dot: int, size: tuple[int, int]) -> Image.Image:
    small = (size[0] // dot, size[1] // dot)
    dots = Image.frombytes("L", small, rng.randbytes(small[0] * small[1]))
    return dots.resize(size, Image.Resampling.NEAREST)
