"""Things to eat."""

from math import cos, pi, sin
from random import Random

from demo.images.canvas import Canvas, circle_points
from demo.images.motifs import windows
from demo.images.palette import mixed

# fmt: off
# A shape is read as a whole: its corners stay on one line.

CRUST = "#c07a35"


def knot(canvas: Canvas, x: float, y: float, size: float, turn: float) -> None:
    """A linderknoop from above: knotted twice, the end tucked under."""
    ink = canvas.ink
    dark, light = mixed(CRUST, ink.ink, 0.45), mixed(CRUST, ink.sun, 0.55)
    for ring, (across, shift) in enumerate(((1.0, 0.0), (0.66, 0.9), (0.36, 2.0))):
        points = [
            (x + size * across * cos(t + turn) * (1.0 + 0.18 * cos(2 * t + shift)), y + size * across * 0.86 * sin(t + turn) * (1.0 + 0.14 * sin(3 * t + shift)))
            for t in (2 * pi * step / 14 for step in range(15))
        ]
        canvas.curve(points, size * 0.42, dark)
        canvas.curve([(px - size * 0.03, py - size * 0.05) for px, py in points], size * 0.33, CRUST)
        canvas.curve([(px - size * 0.07, py - size * 0.1) for px, py in points[ring + 4 : ring + 10]], size * 0.08, light)
    for strand in range(3):
        t = turn + strand * 2.1
        ends = [(x + size * 1.02 * cos(t), y + size * 0.9 * sin(t)), (x + size * 0.4 * cos(t + 0.7), y + size * 0.4 * sin(t + 0.7)), (x + size * 0.25 * cos(t + 2.4), y + size * 0.25 * sin(t + 2.4))]
        canvas.curve(ends, size * 0.36, dark)
        canvas.curve(ends, size * 0.28, mixed(CRUST, ink.sun, 0.22))
        canvas.curve([(px - 3, py - 4) for px, py in ends], size * 0.06, light)


def bread_knots(canvas: Canvas, rng: Random) -> None:
    """A board with knots, aniseed and a rolling pin, from above."""
    ink = canvas.ink
    canvas.rect(0, 0, 1600, 1000, ink.near)
    canvas.shade_rect((0, 0, 1600, 1000), ink.ink, side="right", strength=0.5)
    board = [(150, 110), (1270, 70), (1310, 880), (190, 930)]
    canvas.poly([(x + 16, y + 20) for x, y in board], ink.ink)
    canvas.poly(board, mixed(ink.sun, ink.paper, 0.5))
    canvas.shade(board, ink.brick, side="bottom", strength=0.45)
    for step in range(9):
        canvas.line([(160 + step * 4, 180 + step * 84), (1276 + step * 4, 140 + step * 84)], 2, mixed(ink.sun, ink.brick, 0.35))
    for row in range(3):
        for column in range(4):
            knot(canvas, 320 + column * 262 + rng.uniform(-12, 12), 250 + row * 250 + rng.uniform(-12, 12), rng.uniform(82, 92), rng.uniform(0, 6))
    for _ in range(120):
        x, y = rng.gauss(1440, 90), rng.gauss(240, 120)
        canvas.oval(x, y, 5, 9, rng.choice((ink.leaf, mixed(ink.leaf, ink.sun, 0.5))))
    canvas.rect(1390, 470, 110, 380, mixed(ink.sun, ink.brick, 0.35))
    canvas.shade_rect((1390, 470, 110, 380), ink.ink, side="right", strength=0.6)
    for top in (400, 850):
        canvas.rect(1425, top, 40, 74, ink.brick)
    for _ in range(220):
        canvas.circle(rng.uniform(160, 1580), rng.uniform(20, 980), rng.uniform(1, 4), ink.foam)


def bakery(canvas: Canvas, rng: Random) -> None:
    """A shop window before sunrise."""
    ink = canvas.ink
    canvas.rect(0, 0, 1600, 1000, ink.brick)
    canvas.shade_rect((0, 0, 1600, 1000), ink.ink, side="top", strength=0.55)
    for row in range(22):
        for column in range(18):
            if rng.random() < 0.25:
                canvas.rect(column * 96 - (48 if row % 2 else 0), row * 46, 92, 42, mixed(ink.brick, ink.ink, rng.uniform(0.05, 0.25)))
    canvas.rect(150, 230, 900, 620, ink.ink)
    canvas.rect(174, 254, 852, 572, ink.light)
    canvas.shade_rect((174, 254, 852, 572), ink.sun, side="top", strength=0.8)
    for shelf in range(3):
        _bread_shelf(canvas, rng, base=430 + shelf * 186, kind=shelf)
    for band in range(10):
        left = 120 + band * 96
        canvas.poly([(left + 14, 130), (left + 110, 130), (left + 96, 256), (left, 256)], ink.warm if band % 2 else ink.foam)
        canvas.circle(left + 48, 256, 48, ink.warm if band % 2 else ink.foam)
    _shop_door(canvas, rng)
    canvas.rect(0, 900, 1600, 100, ink.near)
    canvas.shade_rect((0, 900, 1600, 100), ink.ink, side="bottom", strength=0.7)
    canvas.rect(0, 896, 1600, 10, mixed(ink.paper, ink.mid, 0.4))


def _bread_shelf(canvas: Canvas, rng: Random, *, base: float, kind: int) -> None:
    ink = canvas.ink
    canvas.rect(174, base, 852, 16, ink.brick)
    if kind == 1:
        for step in range(7):
            knot(canvas, 250 + step * 118, base - 48, 46, rng.uniform(0, 6))
        return
    x = 200.0
    while x < 960:
        width, tall = rng.uniform(96, 170), rng.uniform(66, 112)
        width = min(width, 1010 - x)
        loaf = [(x, base), (x + 4, base - tall * 0.6), (x + width * 0.3, base - tall), (x + width * 0.7, base - tall), (x + width - 4, base - tall * 0.6), (x + width, base)]
        canvas.blob(loaf, mixed(CRUST, ink.ink, rng.uniform(0, 0.3)))
        canvas.shade(loaf, ink.ink, side="bottom", strength=0.4)
        for slash in range(3):
            canvas.line([(x + width * (0.26 + slash * 0.2), base - tall * 0.46), (x + width * (0.36 + slash * 0.2), base - tall * 0.86)], 6, mixed(CRUST, ink.light, 0.7))
        x += width + 12


def _shop_door(canvas: Canvas, rng: Random) -> None:
    ink = canvas.ink
    canvas.rect(1150, 250, 300, 650, ink.ink)
    canvas.rect(1172, 272, 256, 628, ink.near)
    windows(canvas, (1160, 280, 280, 380), (1, 1), (ink.light, ink.light), rng)
    canvas.blob([(1240, 610), (1250, 480), (1300, 446), (1350, 480), (1360, 610)], ink.near)
    canvas.rect(1272, 500, 58, 100, ink.foam)
    canvas.circle(1301, 420, 34, "#e8bd97")
    canvas.rect(1268, 384, 66, 22, ink.foam)
    canvas.blob([(1272, 390), (1256, 352), (1300, 330), (1346, 352), (1330, 390)], ink.foam)
    canvas.rect(1190, 590, 220, 16, ink.brick)
    canvas.circle(1206, 720, 12, ink.sun)
    canvas.line([(1130, 210), (1130, 120), (1060, 120)], 8, ink.ink)
    knot(canvas, 1300, 166, 62, 1.2)


def food_table(canvas: Canvas, rng: Random) -> None:
    """Five lunches on a long table, from above."""
    ink = canvas.ink
    canvas.rect(0, 0, 1600, 1000, mixed(ink.sun, ink.brick, 0.45))
    for plank in range(6):
        canvas.rect(0, plank * 170, 1600, 5, mixed(ink.brick, ink.ink, 0.35))
        for _ in range(9):
            canvas.cut(rng.uniform(0, 1600), plank * 170 + rng.uniform(20, 150), rng.uniform(100, 380), 4, mixed(ink.sun, ink.brick, 0.6))
    canvas.shade_rect((0, 0, 1600, 1000), ink.ink, side="right", strength=0.35)
    for x, y, kind in ((330, 300, 0), (810, 250, 1), (1290, 330, 2), (540, 730, 3), (1110, 740, 4)):
        _plate(canvas, rng, x=x + rng.uniform(-20, 20), y=y + rng.uniform(-20, 20), kind=kind)
    for x, y in ((90, 760), (820, 560), (1500, 660)):
        canvas.circle(x + 7, y + 9, 62, mixed(ink.brick, ink.ink, 0.5))
        canvas.circle(x, y, 62, ink.foam)
        canvas.circle(x, y, 50, mixed(ink.water, ink.foam, 0.4))


def _plate(canvas: Canvas, rng: Random, *, x: float, y: float, kind: int) -> None:
    ink = canvas.ink
    canvas.circle(x + 12, y + 16, 196, mixed(ink.brick, ink.ink, 0.55))
    canvas.circle(x, y, 194, ink.foam)
    canvas.shade(circle_points(x, y, 194), ink.far, side="right", strength=0.5)
    canvas.ring(x, y, 150, 4, ink.near if kind % 2 else ink.warm)
    fill = (ink.sun, mixed(CRUST, ink.ink, 0.2), mixed(ink.brick, ink.ink, 0.35), ink.foam, ink.leaf)[kind]
    if kind in (0, 2, 4):
        canvas.circle(x, y, 132, fill)
        for _ in range(26):
            turn, far = rng.uniform(0, 6.28), rng.uniform(0, 112)
            canvas.circle(x + far * cos(turn), y + far * sin(turn), rng.uniform(6, 17), rng.choice((ink.warm, ink.leaf, ink.light, mixed(fill, ink.ink, 0.3))))
        return
    if kind == 1:
        for step in range(3):
            canvas.blob([(x - 100 + step * 70, y - 60), (x - 30 + step * 70, y - 74), (x - 20 + step * 70, y + 66), (x - 104 + step * 70, y + 60)], fill)
            canvas.blob([(x - 90 + step * 70, y - 46), (x - 40 + step * 70, y - 58), (x - 34 + step * 70, y + 48), (x - 92 + step * 70, y + 44)], ink.light)
        return
    for step in range(2):
        fy = y - 44 + step * 84
        canvas.blob([(x - 118, fy), (x - 50, fy - 34), (x + 60, fy - 20), (x + 92, fy), (x + 130, fy - 34), (x + 124, fy + 34), (x + 90, fy + 6), (x + 20, fy + 32), (x - 70, fy + 28)], ink.mid)
        canvas.circle(x - 88, fy - 4, 6, ink.ink)
        canvas.curve([(x - 60, fy), (x, fy + 6), (x + 80, fy)], 4, ink.foam)
    canvas.oval(x + 6, y - 92, 42, 32, ink.light)
