"""What many scenes share: skies, water, trees, houses, people, birds, boats."""

from math import cos, pi, sin
from random import Random

from demo.images.canvas import Canvas, Point, circle_points
from demo.images.palette import mixed

# fmt: off
# A shape is read as a whole: its corners stay on one line.


def sky(canvas: Canvas, rng: Random, *, horizon: float, sun: Point | None = None) -> None:
    """Two inks fading into each other by stipple, long cut clouds, and a sun or moon where asked for."""
    ink = canvas.ink
    canvas.rect(0, 0, canvas.width, horizon, ink.sky)
    canvas.shade_rect((0, 0, canvas.width, horizon), ink.glow, side="bottom", strength=1.0)
    if sun:
        canvas.circle(*sun, 74, ink.sun)
        canvas.shade(circle_points(*sun, 74), ink.warm, side="bottom", strength=0.55)
    for _ in range(rng.randint(7, 10)):
        x, y = rng.uniform(0, canvas.width), rng.uniform(40, horizon * 0.62)
        cloud(canvas, x, y, rng.uniform(160, 420), rng)


def cloud(canvas: Canvas, x: float, y: float, length: float, rng: Random) -> None:
    colour = mixed(canvas.ink.glow, canvas.ink.foam, 0.55)
    for shift in range(rng.randint(2, 4)):
        canvas.cut(
            x + rng.uniform(-0.3, 0.3) * length, y + shift * 13, length * rng.uniform(0.5, 1.0), 11, colour
        )


def water(canvas: Canvas, rng: Random, *, top: float, bottom: float | None = None, calm: float = 1.0) -> None:
    """Cut strokes that grow towards the viewer; `calm` below 1 roughens them."""
    ink, bottom = canvas.ink, bottom or canvas.height
    canvas.rect(0, top, canvas.width, bottom - top, ink.water)
    canvas.shade_rect((0, top, canvas.width, bottom - top), ink.near, side="bottom", strength=0.75)
    y = top + 10
    while y < bottom:
        depth = (y - top) / (canvas.height - top)
        for _ in range(round(9 / calm - 4 * depth)):
            length = (26 + 130 * depth) * rng.uniform(0.5, 1.4)
            light = mixed(ink.water, ink.foam, rng.uniform(0.25, 0.8))
            canvas.cut(rng.uniform(0, canvas.width), y + rng.uniform(-5, 5), length, 2.5 + 6 * depth, light)
        y += (11 + 22 * depth) * calm


def reflection(canvas: Canvas, rng: Random, *, x: float, top: float, width: float, colour: str) -> None:
    """Broken strokes under something bright."""
    for step in range(14):
        y = top + 9 + step * (9 + step)
        canvas.cut(x + rng.uniform(-14, 14), y, width * rng.uniform(0.4, 1.15), 5 + step * 0.5, colour)


def far_town(canvas: Canvas, rng: Random, *, base: float, colour: str, height: float = 70) -> None:
    """Roofs, a tower and a few masts as one flat silhouette."""
    x = -20.0
    while x < canvas.width:
        width, rise = rng.uniform(34, 86), rng.uniform(0.35, 1.0) * height
        roof = rng.uniform(10, 26)
        canvas.poly(
            [(x, base), (x, base - rise), (x + width / 2, base - rise - roof), (x + width, base - rise), (x + width, base)],
            colour,
        )
        x += width * rng.uniform(0.8, 1.15)


def church(canvas: Canvas, x: float, base: float, height: float, colour: str) -> None:
    """The tower of Sint-Joris: square, a gallery, an eight-sided lantern and a spire."""
    w = height * 0.19
    canvas.rect(x - w / 2, base - height * 0.56, w, height * 0.56, colour)
    canvas.rect(x - w * 0.6, base - height * 0.58, w * 1.2, height * 0.025, colour)
    canvas.rect(x - w * 0.34, base - height * 0.72, w * 0.68, height * 0.16, colour)
    canvas.poly([(x - w * 0.42, base - height * 0.71), (x, base - height), (x + w * 0.42, base - height * 0.71)], colour)
    nave = height * 0.5
    canvas.poly(
        [(x, base), (x, base - nave * 0.42), (x + w * 0.9, base - nave * 0.62), (x + nave, base - nave * 0.62),
         (x + nave * 1.12, base - nave * 0.4), (x + nave * 1.12, base)],
        colour,
    )


def gable(canvas: Canvas, x: float, base: float, width: float, height: float, colour: str, *, kind: int = 0) -> None:
    """A house front with a stepped (0), bell (1) or plain (2) gable; `height` is up to the eaves."""
    top = base - height
    canvas.rect(x, top, width, height, colour)
    if kind == 0:
        for step in range(4):
            inset = width * (0.06 + 0.115 * step)
            canvas.rect(x + inset, top - width * 0.16 * (step + 1), width - 2 * inset, width * 0.17, colour)
    elif kind == 1:
        canvas.blob(
            [(x, top + 2), (x + width * 0.2, top - width * 0.2), (x + width * 0.33, top - width * 0.52),
             (x + width * 0.5, top - width * 0.6), (x + width * 0.67, top - width * 0.52),
             (x + width * 0.8, top - width * 0.2), (x + width, top + 2)],
            colour,
        )
    else:
        canvas.poly([(x, top + 1), (x + width / 2, top - width * 0.55), (x + width, top + 1)], colour)


def windows(canvas: Canvas, box: tuple[float, float, float, float], grid: tuple[int, int], colours: tuple[str, str], rng: Random) -> None:
    """Panes in a box (left, top, width, height), `grid` columns and rows; the second colour is a lit one."""
    left, top, width, height = box
    columns, rows = grid
    dx, dy = width / columns, height / rows
    for row in range(rows):
        for column in range(columns):
            colour = colours[1] if rng.random() < 0.4 else colours[0]
            x, y = left + column * dx + dx * 0.24, top + row * dy + dy * 0.18
            canvas.rect(x, y, dx * 0.52, dy * 0.62, colour)


def house_row(canvas: Canvas, rng: Random, *, base: float, height: float, left: float = -30, right: float = 1640) -> None:
    """Fronts of the old town, side by side."""
    ink = canvas.ink
    coats = [ink.brick, ink.mid, ink.paper, ink.near, mixed(ink.brick, ink.sun, 0.45), mixed(ink.mid, ink.paper, 0.5)]
    x, last = left, ""
    while x < right:
        width, tall = rng.uniform(92, 140), height * rng.uniform(0.72, 1.05)
        coat = last = rng.choice([coat for coat in coats if coat != last])
        gable(canvas, x, base, width, tall, coat, kind=rng.randrange(3))
        canvas.shade_rect((x, base - tall, width, tall), ink.ink, side="right", strength=0.3)
        windows(canvas, (x + 6, base - tall, width - 12, tall * 0.74), (3, rng.choice((2, 3))), (mixed(coat, ink.ink, 0.62), ink.light), rng)
        canvas.rect(x + width * 0.38, base - tall * 0.22, width * 0.24, tall * 0.22, mixed(coat, ink.ink, 0.7))
        x += width


def tree(canvas: Canvas, x: float, base: float, height: float, rng: Random) -> None:
    """A round crown with a stippled shadow side."""
    ink = canvas.ink
    canvas.poly([(x - height * 0.025, base), (x - height * 0.012, base - height * 0.6), (x + height * 0.012, base - height * 0.6), (x + height * 0.025, base)], ink.ink)
    radius = height * 0.3
    turns = [2 * pi * step / 11 for step in range(11)]
    crown = [
        (x + radius * rng.uniform(0.86, 1.12) * cos(turn), base - height * 0.66 + radius * rng.uniform(0.9, 1.2) * sin(turn))
        for turn in turns
    ]
    canvas.blob(crown, ink.leaf)
    canvas.shade(crown, ink.ink, side="right", strength=0.6)


def person(canvas: Canvas, x: float, base: float, height: float, coat: str, rng: Random) -> None:
    """A standing figure in a long coat, seen from some way off."""
    ink = canvas.ink
    w = height * 0.15
    skin = rng.choice(("#e8bd97", "#b57a55", "#8a5a3f", "#f0cfae"))
    for side in (-0.5, 0.35):
        canvas.rect(x + side * w, base - height * 0.3, w * 0.36, height * 0.3, ink.ink)
    canvas.blob(
        [(x - w * 0.75, base - height * 0.22), (x - w * 0.62, base - height * 0.74), (x, base - height * 0.82),
         (x + w * 0.62, base - height * 0.74), (x + w * 0.75, base - height * 0.22)],
        coat,
    )
    canvas.circle(x, base - height * 0.9, height * 0.085, skin)
    canvas.blob(
        [(x - w * 0.62, base - height * 0.9), (x - w * 0.5, base - height * 0.985), (x, base - height * 1.01), (x + w * 0.5, base - height * 0.985), (x + w * 0.6, base - height * 0.9), (x, base - height * 0.945)],
        mixed(ink.ink, coat, rng.choice((0.0, 0.3))),
    )


def gull(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    canvas.blob([(x - size, y - size * 0.32), (x - size * 0.45, y - size * 0.36), (x, y), (x - size * 0.42, y - size * 0.22)], colour)
    canvas.blob([(x + size, y - size * 0.4), (x + size * 0.45, y - size * 0.4), (x, y), (x + size * 0.42, y - size * 0.24)], colour)


def gulls(canvas: Canvas, rng: Random, *, count: int, low: float, colour: str | None = None) -> None:
    for _ in range(count):
        gull(canvas, rng.uniform(120, canvas.width - 120), rng.uniform(90, low), rng.uniform(16, 34), colour or canvas.ink.foam)


def lamp(canvas: Canvas, x: float, base: float, height: float, colour: str) -> None:
    canvas.rect(x - 4, base - height, 8, height, colour)
    canvas.poly([(x - 15, base - height), (x - 20, base - height - 36), (x + 20, base - height - 36), (x + 15, base - height)], canvas.ink.light)
    canvas.poly([(x - 24, base - height - 36), (x, base - height - 56), (x + 24, base - height - 36)], colour)


def stars(canvas: Canvas, rng: Random, *, low: float, count: int = 60) -> None:
    for _ in range(count):
        canvas.circle(rng.uniform(0, canvas.width), rng.uniform(0, low), rng.uniform(1.2, 3.0), canvas.ink.light)
