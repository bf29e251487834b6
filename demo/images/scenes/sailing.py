"""Small and old vessels."""

from random import Random

from demo.images.canvas import Canvas, smooth
from demo.images.motifs import church, far_town, gulls, person, reflection, sky, stars, water
from demo.images.palette import mixed

# fmt: off
# A shape is read as a whole: its corners stay on one line.


def sailing_ship(canvas: Canvas, rng: Random) -> None:
    """A three-masted flute running before the weather."""
    ink = canvas.ink
    sky(canvas, rng, horizon=700)
    canvas.circle(1270, 240, 96, ink.light)
    stars(canvas, rng, low=360, count=40)
    water(canvas, rng, top=700, calm=0.8)
    for x, height, base in ((560, 430, 640), (790, 520, 650), (1010, 380, 640)):
        _mast(canvas, x, base, height)
    hull = [(420, 590), (520, 640), (1040, 640), (1150, 556), (1190, 560), (1130, 740), (1060, 790), (540, 790), (460, 720)]
    canvas.blob(hull, ink.brick)
    canvas.shade(smooth(hull, is_closed=True), ink.ink, side="bottom", strength=0.95)
    canvas.line([(430, 612), (560, 668), (1050, 668), (1170, 590)], 7, ink.sun)
    canvas.line([(430, 600), (250, 510)], 9, ink.ink)
    for step in range(5):
        canvas.rect(1080 + step * 18, 600 - step * 5, 11, 16, ink.light)
    for step in range(9):
        canvas.cut(rng.uniform(380, 1200), 786 + step * 7, rng.uniform(120, 330), 11, ink.foam)


def _mast(canvas: Canvas, x: float, base: float, height: float) -> None:
    ink, top = canvas.ink, base - height
    canvas.rect(x - 6, top - 30, 12, height + 30, ink.ink)
    tiers = ((0.02, 0.3, 0.19), (0.34, 0.66, 0.27), (0.7, 0.94, 0.3))
    for upper, lower, half in tiers:
        y1, y2, w = top + height * upper, top + height * lower, height * half
        sail = [(x - w * 0.84, y1), (x + w * 0.84, y1), (x + w * 1.16, (y1 + y2) / 2), (x + w, y2), (x, y2 - 16), (x - w, y2), (x - w * 0.7, (y1 + y2) / 2)]
        canvas.blob(sail, ink.paper)
        canvas.shade(smooth(sail, is_closed=True), ink.near, side="left", strength=0.7)
        canvas.line([(x - w * 0.9, y1), (x + w * 0.9, y1)], 7, ink.ink)
    canvas.poly([(x, top - 30), (x - 84, top - 14), (x - 60, top - 4), (x, top - 8)], ink.warm)


def ferry(canvas: Canvas, rng: Random) -> None:
    """The Anna, half way across."""
    ink = canvas.ink
    sky(canvas, rng, horizon=540, sun=(rng.uniform(200, 460), rng.uniform(200, 330)))
    far_town(canvas, rng, base=544, colour=ink.far, height=90)
    church(canvas, 1120, 544, 330, ink.mid)
    water(canvas, rng, top=540)
    reflection(canvas, rng, x=330, top=545, width=130, colour=ink.sun)
    ferry_boat(canvas, rng, x=820, line=770)
    gulls(canvas, rng, count=8, low=420)


def ferry_boat(canvas: Canvas, rng: Random, *, x: float, line: float) -> None:
    """A small double-ended ferry with passengers and bicycles; `line`: where she meets the water."""
    ink = canvas.ink
    for step in range(9):
        person(canvas, x - 260 + step * 62 + rng.uniform(-10, 10), line - 76, rng.uniform(128, 158), rng.choice((ink.warm, ink.sun, ink.near, ink.leaf, ink.mid)), rng)
    canvas.rect(x - 64, line - 252, 128, 180, ink.foam)
    canvas.shade_rect((x - 64, line - 252, 128, 180), ink.near, side="right", strength=0.45)
    canvas.rect(x - 52, line - 236, 104, 54, ink.ink)
    canvas.rect(x - 46, line - 230, 44, 42, ink.light)
    canvas.rect(x - 78, line - 268, 156, 18, ink.warm)
    canvas.line([(x, line - 268), (x, line - 370)], 6, ink.ink)
    canvas.poly([(x, line - 370), (x + 74, line - 352), (x, line - 332)], ink.warm)
    hull = [(x - 390, line - 106), (x - 330, line - 78), (x + 330, line - 78), (x + 390, line - 106), (x + 330, line + 20), (x - 330, line + 20)]
    canvas.poly(hull, ink.near)
    canvas.shade(hull, ink.ink, side="bottom", strength=0.9)
    canvas.line([(x - 386, line - 96), (x - 328, line - 68), (x + 328, line - 68), (x + 386, line - 96)], 9, ink.sun)
    for step in range(4):
        bow = x + (-1 if step % 2 else 1) * 250
        canvas.ring(bow - 22 + step, line - 102, 24, 4, ink.ink)
        canvas.ring(bow + 38 + step, line - 102, 24, 4, ink.ink)
    for step in range(5):
        canvas.cut(x + rng.uniform(-60, 60), line + 18 + step * 12, 760 - step * 90, 9, ink.foam)


def foggy_river(canvas: Canvas, rng: Random) -> None:
    """Everything in layers of white."""
    ink = canvas.ink
    fog = mixed(ink.glow, ink.foam, 0.5)
    canvas.rect(0, 0, canvas.width, canvas.height, fog)
    canvas.circle(1180, 220, 88, mixed(ink.sun, fog, 0.45))
    far_town(canvas, rng, base=560, colour=mixed(ink.far, fog, 0.62), height=110)
    church(canvas, 470, 560, 410, mixed(ink.far, fog, 0.45))
    canvas.shade_rect((0, 300, canvas.width, 270), fog, side="bottom", strength=1.1)
    for step in range(70):
        y = 560 + step * 6.5
        canvas.cut(rng.uniform(0, 1600), y, rng.uniform(60, 300) * (0.5 + step / 60), 3 + step / 16, mixed(ink.water, fog, rng.uniform(0.35, 0.75)))
    ferry_boat(canvas, rng, x=900, line=742)
    canvas.shade_rect((0, 420, canvas.width, 350), fog, side="right", strength=0.5)
    canvas.shade_rect((0, 560, canvas.width, 220), fog, side="bottom", strength=0.6)
    for x, top in ((210, 760), (330, 800)):
        canvas.rect(x, top, 40, 260, ink.near)
        canvas.oval(x + 20, top, 20, 8, mixed(ink.near, fog, 0.4))
