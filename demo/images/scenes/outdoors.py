"""A pitch and a garden."""

from random import Random

from demo.images.canvas import Canvas, circle_points, smooth
from demo.images.motifs import church, far_town, sky, stars, tree
from demo.images.palette import mixed

# fmt: off
# A shape is read as a whole: its corners stay on one line.


def football(canvas: Canvas, rng: Random) -> None:
    """Het Schor under its lights, with the heron that has seen everything."""
    ink = canvas.ink
    sky(canvas, rng, horizon=520)
    stars(canvas, rng, low=240, count=30)
    far_town(canvas, rng, base=520, colour=ink.far, height=60)
    church(canvas, 1220, 520, 230, ink.far)
    _stand(canvas, rng)
    grass = [(0, 560), (1600, 560), (1600, 1000), (0, 1000)]
    canvas.poly(grass, ink.leaf)
    for band in range(8):
        if band % 2:
            canvas.poly([(band * 200 + 60, 560), (band * 200 + 220, 560), (band * 280 - 250, 1000), (band * 280 - 530, 1000)], mixed(ink.leaf, ink.near, 0.16))
    canvas.shade(grass, ink.ink, side="bottom", strength=0.55)
    for x in (150, 1450):
        _floodlight(canvas, x)
    _goal(canvas)
    heron(canvas, 560, 330, 0.8)
    for step in range(9):
        player(canvas, rng, x=160 + step * 156 + rng.uniform(-40, 40), base=rng.uniform(700, 940), coat=rng.choice((ink.water, ink.water, ink.warm)))
    ball = (rng.uniform(700, 1050), rng.uniform(500, 640))
    canvas.circle(*ball, 22, ink.foam)
    canvas.shade(circle_points(*ball, 22), ink.ink, side="bottom", strength=0.7)


def _stand(canvas: Canvas, rng: Random) -> None:
    ink = canvas.ink
    canvas.rect(0, 420, 1600, 150, ink.near)
    for row in range(4):
        for seat in range(76):
            x, y = 10 + seat * 21 + row % 2 * 10, 440 + row * 30
            coat = rng.choice((ink.water, ink.foam, ink.water, ink.warm, ink.sun, ink.mid))
            canvas.rect(x - 8, y + 6, 16, 22, coat)
            canvas.circle(x, y, 8, rng.choice(("#e8bd97", "#b57a55", "#8a5a3f", "#f0cfae")))
    for _ in range(150):
        canvas.rect(rng.uniform(0, 1600), rng.uniform(330, 470), 6, 9, rng.choice((ink.water, ink.foam, ink.sun)))
    canvas.rect(0, 556, 1600, 12, ink.foam)


def _floodlight(canvas: Canvas, x: float) -> None:
    ink = canvas.ink
    canvas.shade(circle_points(x, 140, 230), ink.light, side="bottom", strength=0.45)
    canvas.rect(x - 7, 120, 14, 450, ink.ink)
    canvas.rect(x - 74, 70, 148, 104, ink.ink)
    for row in range(3):
        for column in range(4):
            canvas.circle(x - 54 + column * 36, 90 + row * 32, 12, ink.light)


def _goal(canvas: Canvas) -> None:
    ink = canvas.ink
    for step in range(15):
        canvas.line([(420 + step * 28, 430), (440 + step * 25.6, 640)], 1.6, ink.foam)
    for step in range(8):
        canvas.line([(420, 440 + step * 28), (816, 440 + step * 28)], 1.6, ink.foam)
    canvas.line([(410, 680), (410, 430), (824, 430), (824, 680)], 13, ink.foam)
    canvas.line([(250, 690), (1000, 690)], 6, ink.foam)


def heron(canvas: Canvas, x: float, y: float, size: float) -> None:
    """A grey heron, standing; `y`: where its feet are, plus 100."""
    ink, s = canvas.ink, size
    for leg in (-6, 14):
        canvas.line([(x + leg * s, y + 20 * s), (x + leg * s, y + 124 * s)], 5 * s, ink.ink)
    body = [(x - 74 * s, y + 40 * s), (x - 30 * s, y - 34 * s), (x + 30 * s, y - 40 * s), (x + 44 * s, y), (x + 6 * s, y + 34 * s)]
    canvas.blob(body, ink.far)
    canvas.shade(smooth(body, is_closed=True), ink.ink, side="left", strength=0.6)
    canvas.curve([(x + 30 * s, y - 22 * s), (x + 54 * s, y - 74 * s), (x + 26 * s, y - 112 * s), (x + 44 * s, y - 152 * s)], 17 * s, ink.foam)
    canvas.oval(x + 50 * s, y - 156 * s, 22 * s, 14 * s, ink.foam)
    canvas.poly([(x + 64 * s, y - 162 * s), (x + 134 * s, y - 148 * s), (x + 64 * s, y - 148 * s)], ink.sun)
    canvas.line([(x + 56 * s, y - 164 * s), (x + 6 * s, y - 172 * s)], 7 * s, ink.ink)
    canvas.circle(x + 56 * s, y - 158 * s, 3.4 * s, ink.ink)


def player(canvas: Canvas, rng: Random, *, x: float, base: float, coat: str) -> None:
    ink, s = canvas.ink, 0.75 + (base - 700) / 500
    stride = rng.choice((-1, 1)) * rng.uniform(20, 46) * s
    canvas.oval(x, base, 46 * s, 8 * s, mixed(ink.leaf, ink.ink, 0.5))
    for way in (-1, 1):
        canvas.curve([(x, base - 76 * s), (x + way * stride * 0.6, base - 46 * s), (x + way * stride, base - 6 * s)], 13 * s, "#c99773")
        canvas.curve([(x + way * stride * 0.8, base - 30 * s), (x + way * stride, base - 6 * s)], 14 * s, coat)
    canvas.blob([(x - 24 * s, base - 70 * s), (x - 22 * s, base - 100 * s), (x + 22 * s, base - 100 * s), (x + 24 * s, base - 70 * s)], ink.foam)
    canvas.blob([(x - 22 * s, base - 92 * s), (x - 26 * s, base - 148 * s), (x, base - 158 * s), (x + 26 * s, base - 148 * s), (x + 22 * s, base - 92 * s)], coat)
    for way in (-1, 1):
        canvas.curve([(x + way * 22 * s, base - 142 * s), (x + way * 44 * s, base - 120 * s), (x + way * 30 * s - stride * 0.4, base - 98 * s)], 11 * s, coat)
    canvas.circle(x, base - 176 * s, 17 * s, rng.choice(("#e8bd97", "#b57a55", "#8a5a3f")))
    canvas.blob([(x - 18 * s, base - 176 * s), (x - 10 * s, base - 198 * s), (x + 10 * s, base - 198 * s), (x + 20 * s, base - 168 * s), (x + 28 * s, base - 150 * s), (x + 8 * s, base - 184 * s)], ink.ink)


def allotment(canvas: Canvas, rng: Random) -> None:
    """Beds in rows, a shed, washing on the line, sunflowers."""
    ink = canvas.ink
    sky(canvas, rng, horizon=520, sun=(rng.uniform(300, 700), 190))
    canvas.poly([(0, 540), (0, 450), (900, 424), (1600, 456), (1600, 540)], mixed(ink.leaf, ink.far, 0.35))
    church(canvas, 280, 446, 190, ink.far)
    soil = mixed(ink.brick, ink.ink, 0.4)
    canvas.rect(0, 530, 1600, 470, ink.leaf)
    for bed in range(5):
        top, low = 580 + bed * 84, 640 + bed * 86
        canvas.poly([(60 - bed * 40, low), (110 - bed * 30, top), (1080 + bed * 40, top), (1130 + bed * 60, low)], soil)
        for step in range(13 - bed):
            x = 140 - bed * 34 + step * (84 + bed * 12)
            _crop(canvas, rng, x=x, y=low - 26, size=26 + bed * 5, kind=bed)
    canvas.shade_rect((0, 530, 1600, 470), ink.ink, side="bottom", strength=0.4)
    _shed(canvas)
    canvas.line([(560, 520), (820, 540), (1120, 500)], 3, ink.ink)
    for step, coat in enumerate((ink.warm, ink.foam, ink.sun, ink.near)):
        canvas.poly([(620 + step * 110, 524 + (step == 1) * 8), (690 + step * 110, 530), (684 + step * 110, 604), (626 + step * 110, 600)], coat)
    for x in (1310, 1390, 1470, 1550):
        _sunflower(canvas, x + rng.uniform(-16, 16), 980, rng.uniform(320, 420))
    tree(canvas, 90, 600, 330, rng)


def _crop(canvas: Canvas, rng: Random, *, x: float, y: float, size: float, kind: int) -> None:
    ink = canvas.ink
    green = mixed(ink.leaf, (ink.near, ink.sun, ink.foam)[kind % 3], 0.35)
    if kind % 2:
        for way in (-0.7, 0, 0.7):
            canvas.curve([(x, y + size), (x + way * size * 0.6, y), (x + way * size * 1.3, y - size * 0.9)], 7, green)
        return
    canvas.circle(x, y + size * 0.2, size, green)
    canvas.shade(circle_points(x, y + size * 0.2, size), ink.ink, side="bottom", strength=0.5)
    for turn in (-0.5, 0.1, 0.6):
        canvas.curve([(x + turn * size, y + size), (x + turn * size * 1.2, y), (x + turn * size * 0.5, y - size * 0.6)], 3, mixed(green, ink.foam, 0.5))


def _shed(canvas: Canvas) -> None:
    ink = canvas.ink
    canvas.rect(1150, 330, 330, 260, ink.warm)
    for plank in range(11):
        canvas.rect(1150 + plank * 30, 330, 3, 260, mixed(ink.warm, ink.ink, 0.45))
    canvas.shade_rect((1150, 330, 330, 260), ink.ink, side="right", strength=0.4)
    canvas.poly([(1110, 340), (1200, 232), (1430, 232), (1520, 340)], ink.near)
    canvas.rect(1190, 400, 110, 90, ink.foam)
    canvas.rect(1200, 410, 40, 70, ink.ink)
    canvas.rect(1250, 410, 40, 70, ink.ink)
    canvas.rect(1350, 390, 90, 200, ink.ink)
    canvas.circle(1366, 494, 6, ink.sun)


def _sunflower(canvas: Canvas, x: float, base: float, height: float) -> None:
    ink, top = canvas.ink, base - height
    canvas.curve([(x, base), (x + 12, base - height * 0.5), (x, top)], 11, mixed(ink.leaf, ink.ink, 0.4))
    for way in (-1, 1):
        canvas.blob([(x, base - height * 0.4), (x + way * 70, base - height * 0.52), (x + way * 84, base - height * 0.44)], mixed(ink.leaf, ink.ink, 0.3))
    for px, py in circle_points(x, top, 50, count=13):
        canvas.circle(px, py, 19, ink.sun)
    canvas.circle(x, top, 44, ink.sun)
    canvas.circle(x, top, 34, mixed(ink.brick, ink.ink, 0.5))
