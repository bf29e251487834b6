"""Rooms to sit in: shelves, a screen."""

from random import Random

from demo.images.canvas import Canvas, circle_points
from demo.images.palette import mixed

# fmt: off
# A shape is read as a whole: its corners stay on one line.

SKINS = ("#e8bd97", "#b57a55", "#8a5a3f", "#f0cfae")


def library(canvas: Canvas, rng: Random) -> None:
    """Shelves to the ceiling, a ladder, a reader in her chair."""
    ink = canvas.ink
    canvas.rect(0, 0, 1600, 1000, ink.ink)
    for row in range(4):
        base = 196 + row * 198
        for bay in range(5):
            _shelf(canvas, rng, left=20 + bay * 318, base=base, width=296)
    for bay in range(6):
        canvas.rect(bay * 318 - 6, 0, 24, 830, ink.brick)
    canvas.rect(0, 812, 1600, 188, mixed(ink.brick, ink.ink, 0.45))
    canvas.shade_rect((0, 812, 1600, 188), ink.ink, side="bottom", strength=0.6)
    for rail in (0, 96):
        canvas.line([(300 + rail, 860), (410 + rail, 20)], 11, ink.sun)
    for rung in range(11):
        share = rung / 11
        canvas.line([(310 + 110 * share, 800 - 760 * share), (404 + 110 * share, 800 - 760 * share)], 9, ink.sun)
    _reader(canvas)


def _shelf(canvas: Canvas, rng: Random, *, left: float, base: float, width: float) -> None:
    ink = canvas.ink
    coats = (ink.warm, ink.sun, ink.mid, ink.paper, ink.leaf, ink.near, ink.far, ink.brick)
    canvas.rect(left - 4, base - 180, width + 8, 180, mixed(ink.ink, ink.near, 0.55))
    x = left
    while x < left + width - 16:
        if rng.random() < 0.05:
            x += rng.uniform(30, 70)
            continue
        thick, tall, coat = rng.uniform(13, 32), rng.uniform(108, 166), rng.choice(coats)
        thick = min(thick, left + width - x)
        canvas.rect(x, base - tall, thick - 2, tall, coat)
        if thick > 17:
            canvas.rect(x + 3, base - tall + 18, thick - 8, 6, mixed(coat, ink.ink, 0.5))
            canvas.rect(x + 3, base - tall * 0.3, thick - 8, 12, mixed(coat, ink.foam, 0.5))
        x += thick
    canvas.shade_rect((left, base - 180, width, 70), ink.ink, side="top", strength=0.9)
    canvas.rect(left - 6, base, width + 12, 18, ink.brick)


def _reader(canvas: Canvas) -> None:
    ink = canvas.ink
    canvas.oval(1130, 934, 330, 44, mixed(ink.brick, ink.sun, 0.25))
    canvas.shade(circle_points(1330, 560, 250), ink.light, side="top", strength=0.5)
    canvas.rect(1392, 520, 9, 400, ink.ink)
    canvas.poly([(1330, 540), (1364, 440), (1428, 440), (1462, 540)], ink.light)
    canvas.blob([(960, 900), (950, 620), (1010, 560), (1220, 560), (1280, 620), (1270, 900)], ink.warm)
    canvas.shade([(960, 900), (950, 620), (1280, 620), (1270, 900)], ink.ink, side="right", strength=0.55)
    canvas.blob([(1020, 850), (1040, 690), (1090, 650), (1150, 650), (1200, 690), (1220, 850)], ink.near)
    canvas.circle(1120, 610, 44, SKINS[1])
    canvas.blob([(1070, 616), (1068, 566), (1120, 548), (1172, 566), (1170, 640), (1150, 586), (1100, 580)], ink.ink)
    canvas.blob([(990, 880), (1030, 810), (1210, 810), (1250, 880), (1180, 900), (1060, 900)], ink.mid)
    canvas.poly([(1030, 740), (1120, 764), (1120, 836), (1024, 806)], ink.foam)
    canvas.poly([(1210, 740), (1120, 764), (1120, 836), (1216, 806)], ink.paper)
    canvas.rect(960, 890, 44, 40, ink.ink)
    canvas.rect(1230, 890, 44, 40, ink.ink)
    canvas.blob([(930, 780), (950, 740), (1020, 760), (1010, 880), (950, 890)], mixed(ink.warm, ink.ink, 0.2))
    canvas.blob([(1310, 780), (1290, 740), (1220, 760), (1230, 880), (1290, 890)], mixed(ink.warm, ink.ink, 0.35))


def books(canvas: Canvas, rng: Random) -> None:
    """A leaning pile on a table, and something in a cup."""
    ink = canvas.ink
    canvas.rect(0, 0, 1600, 1000, ink.sky)
    canvas.circle(1120, 360, 270, ink.glow)
    canvas.shade(circle_points(1120, 360, 270), ink.sun, side="bottom", strength=0.7)
    canvas.rect(0, 800, 1600, 200, ink.brick)
    canvas.shade_rect((0, 800, 1600, 200), ink.ink, side="bottom", strength=0.65)
    coats, base, lean = (ink.warm, ink.near, ink.sun, ink.leaf, ink.mid, ink.paper, ink.brick, ink.ink), 800.0, 0.0
    for number in range(9):
        thick, width = rng.uniform(44, 82), rng.uniform(380, 560)
        lean += rng.uniform(-26, 30)
        _lying_book(canvas, x=470 + lean, base=base, size=(width, thick), coat=coats[number % 8])
        base -= thick
    canvas.blob([(1080, 800), (1060, 640), (1064, 616), (1280, 616), (1284, 640), (1262, 800)], ink.foam)
    canvas.shade([(1080, 800), (1060, 620), (1284, 620), (1262, 800)], ink.mid, side="right", strength=0.6)
    canvas.oval(1172, 620, 110, 22, ink.brick)
    canvas.ring(1296, 700, 52, 17, ink.foam)
    for way in (-40, 10, 60):
        canvas.curve([(1160 + way, 590), (1184 + way, 540), (1150 + way, 490), (1176 + way, 430)], 7, ink.foam)


def _lying_book(canvas: Canvas, *, x: float, base: float, size: tuple[float, float], coat: str) -> None:
    ink, (width, thick) = canvas.ink, size
    canvas.rect(x + 14, base - thick + 8, width - 8, thick - 16, ink.foam)
    for page in range(3):
        canvas.rect(x + 20, base - thick + 14 + page * (thick - 20) / 3, width - 18, 2, ink.far)
    for edge in (base - thick, base - 9):
        canvas.rect(x, edge, width, 9, coat)
    canvas.rect(x, base - thick, 26, thick, coat)
    canvas.rect(x + 50, base - thick, 40, 9, mixed(coat, ink.light, 0.6))
    canvas.shade_rect((x, base - thick, width, thick), ink.ink, side="right", strength=0.3)


def cinema(canvas: Canvas, rng: Random) -> None:
    """A beam of light, a harbour on the screen, rows of heads."""
    ink = canvas.ink
    canvas.rect(0, 0, 1600, 1000, ink.ink)
    for way in (-1, 1):
        for fold in range(6):
            x = 800 + way * (560 + fold * 46)
            canvas.rect(x - 23, 0, 46, 760, ink.warm if fold % 2 else mixed(ink.warm, ink.ink, 0.35))
    canvas.shade_rect((0, 0, 1600, 760), ink.ink, side="bottom", strength=0.75)
    canvas.rect(290, 110, 1020, 500, ink.foam)
    _film(canvas, rng)
    canvas.shade([(290, 610), (1310, 610), (1000, 1000), (600, 1000)], ink.light, side="top", strength=0.55)
    for row in range(4):
        for seat in range(15):
            x, y = 30 + seat * 112 + (row % 2) * 56, 730 + row * 84
            coat = mixed(ink.near, ink.ink, row / 4)
            canvas.blob([(x - 50, y + 90), (x - 40, y + 34), (x, y + 18), (x + 40, y + 34), (x + 50, y + 90)], mixed(coat, rng.choice((ink.warm, ink.mid)), 0.22))
            canvas.circle(x, y, 27, coat)
            if rng.random() < 0.25:
                canvas.oval(x, y - 20, 34, 12, coat)


def _film(canvas: Canvas, rng: Random) -> None:
    ink = canvas.ink
    grey, dark = mixed(ink.far, ink.foam, 0.4), mixed(ink.near, ink.far, 0.35)
    canvas.rect(310, 130, 980, 300, mixed(ink.foam, ink.far, 0.25))
    canvas.rect(310, 430, 980, 160, grey)
    x = 320.0
    while x < 1250:
        width = rng.uniform(40, 80)
        canvas.poly([(x, 432), (x, 340), (x + width / 2, 306), (x + width, 340), (x + width, 432)], grey)
        x += width
    for boat in (470, 760, 1040):
        canvas.poly([(boat, 470), (boat + 190, 470), (boat + 160, 516), (boat + 34, 516)], dark)
        canvas.line([(boat + 90, 470), (boat + 90, 250)], 6, dark)
        canvas.poly([(boat + 98, 262), (boat + 98, 450), (boat + 176, 450)], ink.foam)
        canvas.poly([(boat + 82, 290), (boat + 82, 450), (boat + 20, 450)], mixed(ink.foam, dark, 0.3))
    for _ in range(24):
        canvas.cut(rng.uniform(360, 1240), rng.uniform(525, 580), rng.uniform(40, 120), 4, ink.foam)
    for x in (420, 900, 1180):
        canvas.rect(x, 130, 2, 460, mixed(ink.foam, ink.ink, 0.15))
