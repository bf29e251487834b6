"""Pictures of figures: a chart, a weather map, a score."""

from math import cos, pi, sin
from random import Random

from demo.images.canvas import Canvas, circle_points, smooth
from demo.images.motifs import sky
from demo.images.palette import mixed

# fmt: off
# A shape is read as a whole: its corners stay on one line.

COSTS = (54.1, 24.5, 17.0, 19.9, 9.1, 15.0, 11.2, 8.5)


def chart(canvas: Canvas, rng: Random) -> None:
    """Bars drawn as a street of houses; the dear one is red."""
    ink = canvas.ink
    sky(canvas, rng, horizon=1000)
    for line in range(7):
        canvas.rect(120, 170 + line * 110, 1360, 3, mixed(ink.glow, ink.mid, 0.45))
    for number, cost in enumerate(COSTS):
        x, tall = 160 + number * 164, 60 + cost * 11.2
        coat = ink.warm if number == 3 else (ink.near, ink.mid)[number % 2]
        body = [(x, 860), (x, 860 - tall), (x + 62, 860 - tall - 52), (x + 124, 860 - tall), (x + 124, 860)]
        canvas.poly(body, coat)
        canvas.shade(body, ink.ink, side="right", strength=0.5)
        for row in range(int(tall // 62)):
            for column in range(2):
                canvas.rect(x + 24 + column * 46, 878 - tall + row * 60, 28, 36, ink.light if rng.random() < 0.5 else mixed(coat, ink.ink, 0.5))
    canvas.rect(100, 858, 1400, 12, ink.ink)
    canvas.rect(0, 870, 1600, 130, mixed(ink.glow, ink.brick, 0.25))
    canvas.shade_rect((0, 870, 1600, 130), ink.near, side="bottom", strength=0.4)
    points = [(222 + number * 164, 790 - planned * 11.2) for number, planned in enumerate((52.0, 24.5, 15.8, 13.2, 9.6, 12.4, 11.5, 8.0))]
    canvas.line(points, 7, ink.sun)
    for x, y in points:
        canvas.circle(x, y, 15, ink.sun)
        canvas.circle(x, y, 7, ink.ink)


def weather_map(canvas: Canvas, rng: Random) -> None:
    """A deep low off the coast, its isobars, and arrows that do not bode well."""
    ink = canvas.ink
    canvas.rect(0, 0, 1600, 1000, ink.water)
    canvas.shade_rect((0, 0, 1600, 1000), ink.near, side="left", strength=0.6)
    coast = [(1660, -40), (1010, -40), (960, 120), (1050, 230), (1000, 340), (1080, 430), (1010, 500), (1120, 560), (1060, 680), (1150, 790), (1080, 900), (1120, 1060), (1660, 1060)]
    canvas.blob(coast, mixed(ink.glow, ink.leaf, 0.35))
    canvas.shade(smooth(coast, is_closed=True), ink.leaf, side="right", strength=0.6)
    canvas.curve([(1010, 506), (1180, 520), (1290, 610), (1430, 590), (1620, 680)], 11, ink.water)
    low = (rng.uniform(430, 520), rng.uniform(380, 460))
    for ring in range(1, 9):
        points = [
            (low[0] + (70 * ring + 14 * ring * sin(2 * t)) * cos(t) * 1.2, low[1] + (62 * ring + 10 * ring * cos(3 * t)) * sin(t))
            for t in (2 * pi * step / 24 for step in range(25))
        ]
        canvas.curve(points, 4.5, ink.foam)
    canvas.circle(*low, 44, ink.warm)
    canvas.line([(low[0] - 12, low[1] - 24), (low[0] - 12, low[1] + 22), (low[0] + 18, low[1] + 22)], 9, ink.foam)
    for step in range(5):
        _arrow(canvas, 640 + step * 30, 180 + step * 150, 0.15 + step * 0.05)
    _front(canvas, low)
    canvas.circle(1052, 540, 17, ink.warm)
    canvas.ring(1052, 540, 32, 5, ink.warm)


def _arrow(canvas: Canvas, x: float, y: float, turn: float) -> None:
    ink, (ex, ey) = canvas.ink, (x + 240 * cos(turn), y + 240 * sin(turn))
    canvas.curve([(x, y), ((x + ex) / 2, (y + ey) / 2 - 26), (ex, ey)], 15, ink.sun)
    side = [(ex + 52 * cos(turn + 0.15), ey + 52 * sin(turn + 0.15)), (ex + 34 * cos(turn + 2.0), ey + 34 * sin(turn + 2.0)), (ex + 34 * cos(turn - 1.7), ey + 34 * sin(turn - 1.7))]
    canvas.poly(side, ink.sun)


def _front(canvas: Canvas, low: tuple[float, float]) -> None:
    ink = canvas.ink
    path = smooth([(low[0] + 60, low[1] + 40), (low[0] + 170, low[1] + 190), (low[0] + 190, low[1] + 360), (low[0] + 120, low[1] + 560)], is_closed=False)
    canvas.line(path, 8, ink.ink)
    for step in range(2, len(path) - 3, 5):
        (ax, ay), (bx, by) = path[step], path[step + 3]
        mid = ((ax + bx) / 2 + (by - ay) * 0.7, (ay + by) / 2 - (bx - ax) * 0.7)
        canvas.poly([(ax, ay), mid, (bx, by)], ink.ink)


def bells(canvas: Canvas, rng: Random) -> None:
    """Bicycle bells hung on wires like notes."""
    ink = canvas.ink
    canvas.rect(0, 0, 1600, 1000, ink.near)
    canvas.shade_rect((0, 0, 1600, 1000), ink.ink, side="bottom", strength=0.85)
    for stave in range(2):
        for wire in range(5):
            top = 170 + stave * 420 + wire * 64
            canvas.curve([(-20, top), (420, top + 26), (800, top + 32), (1180, top + 26), (1620, top)], 3, ink.far)
    for step in range(17):
        for stave in range(2):
            if rng.random() < 0.86:
                y = 190 + stave * 420 + rng.randrange(9) * 32 + 22 * sin(pi * step / 16)
                bell(canvas, 70 + step * 91 + rng.uniform(-12, 12), y, rng.uniform(32, 42), rng.choice((ink.sun, ink.light, ink.foam, ink.warm, ink.far)))


def bell(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    ink = canvas.ink
    canvas.line([(x, y - size), (x, y - size * 1.9)], 3, ink.far)
    canvas.circle(x + 3, y + 5, size, ink.ink)
    canvas.circle(x, y, size, colour)
    canvas.shade(circle_points(x, y, size), ink.ink, side="right", strength=0.6)
    canvas.circle(x - size * 0.28, y - size * 0.3, size * 0.2, mixed(colour, ink.foam, 0.75))
    canvas.circle(x, y, size * 0.14, ink.ink)
    canvas.line([(x + size * 0.5, y + size * 0.8), (x + size * 0.9, y + size * 1.25)], 7, ink.ink)
