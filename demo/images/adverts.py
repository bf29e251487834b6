"""Pictures of sponsors' creatives, without words: those stand beside them, where a screen reader finds them."""

from collections.abc import Callable
from random import Random
from typing import Final

from PIL import Image

from demo.images.canvas import Canvas, circle_points, smooth
from demo.images.motifs import gable, gulls, lamp, sky, stars, water, windows
from demo.images.palette import DAWN, DAY, DUSK, HARVEST, Palette, mixed
from demo.images.scenes.sailing import ferry_boat
from demo.images.scenes.streets import cyclist

# fmt: off
# A shape is read as a whole: its corners stay on one line.

SIZES: Final = {"wide": (960, 480), "box": (900, 750)}


def advert(name: str, shape: str) -> Image.Image:
    """One sponsor's picture in one of the `SIZES`; a pure function of both."""
    painter, palette = ADVERTS[name]
    width, height = SIZES[shape]
    canvas = Canvas(palette, width=width, height=height)
    painter(canvas, Random(f"advert {name} {shape}"))
    return canvas.finished()


def _coffee(canvas: Canvas, rng: Random) -> None:
    ink, w, h = canvas.ink, canvas.width, canvas.height
    canvas.rect(0, 0, w, h, ink.warm)
    for ray in range(18):
        x = ray * w / 9 - w * 0.5
        canvas.poly([(w / 2, h * 0.62), (x, -20), (x + w / 18, -20)], mixed(ink.warm, ink.sun, 0.35))
    canvas.shade_rect((0, 0, w, h), ink.brick, side="top", strength=0.5)
    canvas.rect(0, h * 0.84, w, h * 0.16, ink.ink)
    cup = [(w / 2 - 150, h * 0.42), (w / 2 + 150, h * 0.42), (w / 2 + 110, h * 0.84), (w / 2 - 110, h * 0.84)]
    canvas.ring(w / 2 + 158, h * 0.58, 62, 24, ink.foam)
    canvas.poly(cup, ink.foam)
    canvas.shade(cup, ink.near, side="right", strength=0.5)
    canvas.oval(w / 2, h * 0.42, 150, 30, ink.foam)
    canvas.oval(w / 2, h * 0.42, 132, 23, ink.ink)
    canvas.oval(w / 2, h * 0.85, 200, 18, ink.sun)
    for way in (-60, 0, 60):
        canvas.curve([(w / 2 + way, h * 0.36), (w / 2 + way + 26, h * 0.27), (w / 2 + way - 10, h * 0.18), (w / 2 + way + 14, h * 0.07)], 10, ink.foam)
    for _ in range(22):
        x, y = rng.choice((rng.uniform(0.02, 0.26), rng.uniform(0.78, 0.98))) * w, rng.uniform(0.86, 0.98) * h
        canvas.oval(x, y, 17, 11, ink.brick)
        canvas.line([(x - 13, y), (x + 13, y)], 3, ink.ink)


def _cycles(canvas: Canvas, rng: Random) -> None:
    ink, w, h = canvas.ink, canvas.width, canvas.height
    canvas.rect(0, 0, w, h, ink.sky)
    canvas.circle(w * 0.74, h * 0.42, h * 0.3, ink.sun)
    canvas.shade(circle_points(w * 0.74, h * 0.42, h * 0.3), ink.warm, side="bottom", strength=0.6)
    hill = [(-40, h * 0.86), (w * 0.25, h * 0.66), (w * 0.55, h * 0.74), (w * 0.8, h * 0.62), (w + 40, h * 0.72), (w + 40, h + 60), (-40, h + 60)]
    canvas.blob(hill, ink.leaf)
    canvas.shade(smooth(hill, is_closed=True), ink.ink, side="bottom", strength=0.5)
    canvas.poly([(0, h * 0.9), (w, h * 0.84), (w, h), (0, h)], ink.brick)
    cyclist(canvas, rng, x=w * 0.42, base=h * 0.93, size=h / 370, coat=ink.warm)
    for x in (0.06, 0.16, 0.92):
        canvas.rect(w * x - 3, h * 0.5, 6, h * 0.3, ink.ink)
        canvas.circle(w * x, h * 0.46, h * 0.085, mixed(ink.leaf, ink.near, 0.3))


def _hotel(canvas: Canvas, rng: Random) -> None:
    ink, w, h = canvas.ink, canvas.width, canvas.height
    sky(canvas, rng, horizon=h * 0.8)
    stars(canvas, rng, low=h * 0.4, count=26)
    for number in range(5):
        x, wide = w * (0.04 + number * 0.19), w * 0.175
        tall = h * (0.36, 0.44, 0.56, 0.42, 0.34)[number]
        coat = (ink.near, ink.mid, ink.brick, ink.near, ink.mid)[number]
        gable(canvas, x, h * 0.8, wide, tall, coat, kind=(2, 1, 0, 1, 2)[number])
        dark = mixed(coat, ink.ink, 0.6)
        windows(canvas, (x + 8, h * 0.8 - tall, wide - 16, tall * 0.7), (3, 3), (ink.light if number == 2 else dark, ink.light), rng)
    canvas.arch(w * 0.475, h * 0.66, w * 0.05, h * 0.14, ink.light)
    water(canvas, rng, top=h * 0.8)
    for step in range(9):
        canvas.cut(w / 2 + rng.uniform(-20, 20), h * 0.82 + step * h * 0.02, w * 0.09, 6, ink.light)
    for x in (0.36, 0.64):
        lamp(canvas, w * x, h * 0.8, h * 0.16, ink.ink)


def _pen(canvas: Canvas, rng: Random) -> None:
    ink, w, h = canvas.ink, canvas.width, canvas.height
    canvas.rect(0, 0, w, h, ink.near)
    canvas.shade_rect((0, 0, w, h), ink.ink, side="bottom", strength=0.7)
    sheet = [(w * 0.22, h * 0.14), (w * 0.74, h * 0.06), (w * 0.8, h * 0.9), (w * 0.28, h * 0.98)]
    canvas.poly([(x + 14, y + 16) for x, y in sheet], ink.ink)
    canvas.poly(sheet, ink.foam)
    canvas.poly([(w * 0.27, h * 0.24), (w * 0.69, h * 0.175), (w * 0.695, h * 0.25), (w * 0.275, h * 0.315)], ink.ink)
    for row in range(7):
        y, end = h * (0.4 + row * 0.07), rng.uniform(0.6, 0.71)
        canvas.line([(w * 0.29, y), (w * end, y - h * 0.055)], 8, mixed(ink.far, ink.foam, 0.25))
    canvas.line([(w * 0.9, h * 0.1), (w * 0.64, h * 0.78)], 34, ink.warm)
    canvas.line([(w * 0.9, h * 0.1), (w * 0.882, h * 0.15)], 34, ink.sun)
    canvas.poly([(w * 0.622, h * 0.78), (w * 0.662, h * 0.8), (w * 0.625, h * 0.87)], ink.ink)


def _crossing(canvas: Canvas, rng: Random) -> None:
    w, h = canvas.width, canvas.height
    sky(canvas, rng, horizon=h * 0.56, sun=(w * 0.8, h * 0.26))
    water(canvas, rng, top=h * 0.56)
    ferry_boat(canvas, rng, x=w * 0.46, line=h * 0.86)
    gulls(canvas, rng, count=5, low=h * 0.4)


Painter = Callable[[Canvas, Random], None]
ADVERTS: Final[dict[str, tuple[Painter, Palette]]] = {
    "coffee": (_coffee, HARVEST),
    "cycles": (_cycles, DAY),
    "hotel": (_hotel, DUSK),
    "pen": (_pen, DAY),
    "crossing": (_crossing, DAWN),
}
