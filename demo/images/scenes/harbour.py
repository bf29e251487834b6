"""Quays, cranes and what is lifted out of the mud."""

from math import cos, pi, sin
from random import Random

from demo.images.canvas import Canvas, circle_points
from demo.images.motifs import church, far_town, gulls, reflection, sky, water
from demo.images.palette import mixed

# fmt: off
# A shape is read as a whole: its corners stay on one line.


def harbour(canvas: Canvas, rng: Random) -> None:
    """A container ship between two cranes."""
    ink = canvas.ink
    sky(canvas, rng, horizon=610, sun=(rng.uniform(260, 1300), rng.uniform(180, 330)))
    far_town(canvas, rng, base=612, colour=ink.far, height=56)
    church(canvas, rng.uniform(200, 420), 612, 230, ink.far)
    water(canvas, rng, top=610)
    ship(canvas, rng, left=rng.uniform(300, 430), deck=640, length=840)
    for x in sorted(rng.sample((250, 690, 1080, 1330), 2)):
        crane(canvas, rng, x=x, base=820, height=rng.uniform(520, 600), is_left=rng.random() < 0.5)
    quay(canvas, rng, top=820)
    gulls(canvas, rng, count=7, low=380)


def ship(canvas: Canvas, rng: Random, *, left: float, deck: float, length: float) -> None:
    ink, right = canvas.ink, left + length
    boxes = (ink.warm, ink.sun, ink.mid, ink.paper, ink.brick, ink.leaf)
    for column in range(12):
        for row in range(rng.randint(2, 4)):
            x, y = left + 60 + column * 52, deck - 38 * (row + 1)
            colour = rng.choice(boxes)
            canvas.rect(x, y, 50, 36, colour)
            for rib in range(1, 5):
                canvas.rect(x + rib * 10, y + 4, 2, 28, mixed(colour, ink.ink, 0.35))
    canvas.rect(right - 128, deck - 196, 88, 196, ink.foam)
    canvas.shade_rect((right - 128, deck - 196, 88, 196), ink.near, side="right", strength=0.5)
    for row in range(4):
        canvas.rect(right - 120, deck - 180 + row * 42, 72, 14, ink.ink)
    canvas.rect(right - 76, deck - 250, 34, 56, ink.warm)
    canvas.rect(right - 76, deck - 236, 34, 12, ink.foam)
    hull = [(left - 36, deck - 26), (right + 10, deck - 6), (right - 8, deck + 124), (left + 48, deck + 124)]
    canvas.poly(hull, ink.near)
    canvas.shade(hull, ink.ink, side="bottom", strength=0.9)
    canvas.poly([(left + 34, deck + 96), (right - 4, deck + 96), (right - 8, deck + 124), (left + 48, deck + 124)], ink.warm)
    canvas.rect(left - 10, deck - 4, length + 12, 7, ink.foam)


def crane(canvas: Canvas, rng: Random, *, x: float, base: float, height: float, is_left: bool) -> None:
    """A quay crane with a latticed jib."""
    ink, way = canvas.ink, -1 if is_left else 1
    top = base - height
    cab = base - height * 0.55
    for leg in (-70, 70):
        canvas.line([(x + leg, base), (x + leg * 0.42, cab)], 15, ink.ink)
    canvas.line([(x - 58, base - height * 0.2), (x + 58, base - height * 0.2)], 10, ink.ink)
    canvas.line([(x - 60, base - 20), (x + 44, base - height * 0.5)], 6, ink.ink)
    canvas.rect(x - 52, cab - 84, 104, 88, ink.warm)
    canvas.shade_rect((x - 52, cab - 84, 104, 88), ink.ink, side="right", strength=0.55)
    canvas.rect(x + (14 if way > 0 else -42), cab - 70, 28, 34, ink.light)
    tip = (x + way * height * 0.5, top)
    foot = (x + way * 30, cab - 60)
    _lattice(canvas, foot, tip)
    canvas.line([(x - way * 30, cab - 84), (x - way * 16, cab - 190), tip], 5, ink.ink)
    canvas.line([tip, (tip[0], cab + rng.uniform(-60, 60))], 4, ink.ink)
    canvas.circle(tip[0], cab + 60, 10, ink.ink)


def _lattice(canvas: Canvas, foot: tuple[float, float], tip: tuple[float, float]) -> None:
    (ax, ay), (bx, by) = foot, tip
    rails = [[(ax, ay - 26), (bx, by - 5)], [(ax, ay + 26), (bx, by + 5)]]
    for rail in rails:
        canvas.line(rail, 8, canvas.ink.ink)
    zigzag = []
    for step in range(13):
        share = step / 12
        spread = (26 - 21 * share) * (-1 if step % 2 else 1)
        zigzag.append((ax + (bx - ax) * share, ay + (by - ay) * share + spread))
    canvas.line(zigzag, 4, canvas.ink.ink)


def quay(canvas: Canvas, rng: Random, *, top: float) -> None:
    ink = canvas.ink
    canvas.rect(0, top, canvas.width, canvas.height - top, mixed(ink.near, ink.brick, 0.35))
    canvas.rect(0, top, canvas.width, 16, mixed(ink.paper, ink.mid, 0.4))
    for row in range(6):
        for column in range(24):
            x = column * 72 - (36 if row % 2 else 0)
            tone = mixed(ink.near, ink.brick, rng.uniform(0.25, 0.5))
            canvas.rect(x + 2, top + 20 + row * 30, 68, 26, tone)
    canvas.shade_rect((0, top, canvas.width, canvas.height - top), ink.ink, side="bottom", strength=0.7)
    for x in (150, 620, 1100, 1480):
        canvas.rect(x - 15, top - 34, 30, 38, ink.ink)
        canvas.oval(x, top - 36, 25, 10, ink.ink)


def dredger(canvas: Canvas, rng: Random) -> None:
    """The Zeekoe with her pipe down and mud in the hold."""
    ink = canvas.ink
    sky(canvas, rng, horizon=560, sun=(rng.uniform(1080, 1360), 300))
    far_town(canvas, rng, base=562, colour=ink.far, height=50)
    church(canvas, 300, 562, 240, ink.far)
    crane(canvas, rng, x=1380, base=600, height=430, is_left=True)
    water(canvas, rng, top=560)
    reflection(canvas, rng, x=1210, top=570, width=150, colour=ink.sun)
    _dredger_ship(canvas)
    gulls(canvas, rng, count=9, low=420)


def _dredger_ship(canvas: Canvas) -> None:
    ink = canvas.ink
    canvas.blob([(380, 604), (520, 540), (700, 556), (840, 528), (980, 560), (1060, 604)], mixed(ink.near, ink.brick, 0.5))
    canvas.rect(1050, 380, 150, 240, ink.foam)
    canvas.shade_rect((1050, 380, 150, 240), ink.near, side="right", strength=0.45)
    for row in range(3):
        canvas.rect(1064, 400 + row * 62, 122, 26, ink.ink)
    canvas.rect(1090, 320, 46, 62, ink.sun)
    hull = [(270, 560), (330, 596), (1230, 596), (1300, 560), (1262, 748), (330, 748)]
    canvas.poly(hull, ink.warm)
    canvas.shade(hull, ink.ink, side="bottom", strength=0.85)
    canvas.rect(318, 694, 950, 10, ink.foam)
    for x in (420, 600, 780, 960):
        canvas.line([(x, 600), (x, 470)], 8, ink.ink)
        canvas.line([(x, 474), (x + 150, 600)], 4, ink.ink)
    canvas.curve([(1000, 600), (900, 560), (700, 590), (520, 720), (392, 880), (330, 990)], 34, ink.ink)
    canvas.curve([(1000, 592), (900, 552), (700, 582), (520, 712), (392, 872)], 7, ink.sun)
    canvas.line([(470, 470), (470, 760)], 5, ink.ink)
    for step in range(7):
        canvas.cut(300 + 26 * step, 772 + 5 * step, 240 - 18 * step, 9, ink.foam)


def anchor(canvas: Canvas, rng: Random) -> None:
    """A great old anchor on a chain, against the light."""
    ink = canvas.ink
    sky(canvas, rng, horizon=760)
    canvas.circle(800, 430, 330, ink.sun)
    canvas.shade(circle_points(800, 430, 330), ink.warm, side="bottom", strength=0.75)
    far_town(canvas, rng, base=762, colour=ink.mid, height=64)
    church(canvas, 1270, 762, 250, ink.mid)
    water(canvas, rng, top=760)
    for link in range(6):
        canvas.ring(800, 10 + link * 34, 19 if link % 2 else 13, 8, ink.ink)
    _anchor_iron(canvas)
    for step in range(26):
        x = 800 + rng.uniform(-230, 230)
        canvas.line([(x, 690 + rng.uniform(-30, 40)), (x, 735 + rng.uniform(0, 60))], 3, ink.foam if step % 3 else ink.near)
    gulls(canvas, rng, count=6, low=360)


def _anchor_iron(canvas: Canvas) -> None:
    ink = canvas.ink
    canvas.ring(800, 226, 46, 16, ink.ink)
    stock = [(590, 288), (790, 272), (1016, 292), (1016, 326), (800, 338), (590, 318)]
    canvas.poly(stock, ink.brick)
    canvas.shade(stock, ink.ink, side="bottom", strength=0.7)
    for x in (640, 740, 860, 960):
        canvas.rect(x, 276, 14, 56, ink.ink)
    shank = [(780, 262), (820, 262), (830, 690), (770, 690)]
    canvas.poly(shank, ink.ink)
    arc = [(800 + 250 * cos(pi * (0.06 + 0.88 * s / 20)), 450 + 255 * sin(pi * (0.06 + 0.88 * s / 20))) for s in range(21)]
    canvas.line(arc, 42, ink.ink)
    for way in (-1, 1):
        canvas.poly([(800 + way * 300, 430), (800 + way * 178, 500), (800 + way * 268, 540)], ink.ink)
    canvas.line([(790, 290), (784, 670)], 5, mixed(ink.ink, ink.sun, 0.45))
