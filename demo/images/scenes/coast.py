"""Where the town meets the sea."""

from random import Random

from demo.images.canvas import Canvas
from demo.images.motifs import (
    church,
    far_town,
    gable,
    gulls,
    lamp,
    reflection,
    sky,
    stars,
    water,
    windows,
)
from demo.images.palette import mixed

# fmt: off
# A shape is read as a whole: its corners stay on one line.


def lighthouse(canvas: Canvas, rng: Random) -> None:
    """A light on its rock, its beam over the sandbank."""
    ink = canvas.ink
    sky(canvas, rng, horizon=640)
    stars(canvas, rng, low=380, count=46)
    x = rng.uniform(380, 520)
    canvas.poly([(x + 20, 262), (1700, 60), (1700, 330)], mixed(ink.glow, ink.light, 0.55))
    water(canvas, rng, top=640)
    canvas.blob([(760, 742), (980, 700), (1330, 704), (1660, 734), (1660, 790), (1240, 800), (900, 784)], mixed(ink.sun, ink.paper, 0.45))
    _screen(canvas, rng)
    canvas.blob([(x - 330, 790), (x - 210, 690), (x - 90, 640), (x + 100, 636), (x + 210, 700), (x + 320, 790), (x, 850)], ink.ink)
    light_tower(canvas, x, 650)
    for step in range(8):
        canvas.cut(x + rng.uniform(-220, 220), 786 + step * 8, rng.uniform(140, 420), 9, ink.foam)


def light_tower(canvas: Canvas, x: float, base: float) -> None:
    ink = canvas.ink
    for band in range(5):
        top, low = base - 360 + band * 72, base - 288 + band * 72
        w1, w2 = 40 + band * 7, 47 + band * 7
        shape = [(x - w1, top), (x + w1, top), (x + w2, low), (x - w2, low)]
        canvas.poly(shape, ink.foam if band % 2 else ink.warm)
        canvas.shade(shape, ink.ink, side="left", strength=0.55)
    canvas.rect(x - 60, base - 376, 120, 16, ink.ink)
    canvas.rect(x - 30, base - 432, 60, 58, ink.light)
    for bar in (-30, -3, 24):
        canvas.rect(x + bar, base - 432, 6, 58, ink.ink)
    canvas.poly([(x - 42, base - 430), (x, base - 478), (x + 42, base - 430)], ink.warm)
    canvas.arch(x - 13, base - 60, 26, 60, ink.ink)


def _screen(canvas: Canvas, rng: Random) -> None:
    ink = canvas.ink
    for x in (1080, 1370):
        canvas.rect(x - 4, 540, 8, 190, ink.ink)
    canvas.rect(1088, 560, 278, 124, ink.foam)
    canvas.circle(1170, 622, 34, mixed(ink.mid, ink.foam, 0.3))
    canvas.poly([(1240, 684), (1290, 590), (1350, 684)], mixed(ink.near, ink.foam, 0.2))
    for row in range(3):
        for seat in range(11):
            x = 960 + seat * 48 + row * 22
            canvas.blob([(x - 15, 748 + row * 15), (x - 9, 728 + row * 15), (x + 9, 728 + row * 15), (x + 15, 748 + row * 15)], rng.choice((ink.ink, ink.near, ink.warm)))
            canvas.circle(x, 722 + row * 15, 8, ink.ink)


def storm_sea(canvas: Canvas, rng: Random) -> None:
    """Waves over the lighthouse gallery."""
    ink = canvas.ink
    sky(canvas, rng, horizon=700)
    for _ in range(11):
        x, y = rng.uniform(-100, 1600), rng.uniform(20, 300)
        canvas.blob([(x, y + 30), (x + 90, y - 20), (x + 210, y - 6), (x + 330, y - 34), (x + 470, y + 26), (x + 230, y + 58)], mixed(ink.near, ink.far, rng.random()))
    light_tower(canvas, 1150, 720)
    for layer in range(5):
        _wave(canvas, rng, y=560 + layer * 96, layer=layer)
    for _ in range(90):
        x, y = rng.uniform(0, 1700), rng.uniform(0, 900)
        canvas.line([(x, y), (x - 40, y + 96)], 2.2, mixed(ink.foam, ink.far, 0.35))
    for _ in range(60):
        canvas.circle(1150 + rng.gauss(0, 120), 520 + rng.gauss(0, 90), rng.uniform(3, 10), ink.foam)


def _wave(canvas: Canvas, rng: Random, *, y: float, layer: int) -> None:
    ink = canvas.ink
    crest, x = [], -160.0
    while x < 1800:
        rise = rng.uniform(50, 90) + layer * 12
        crest += [(x, y + 30), (x + 90, y - rise * 0.5), (x + 170, y - rise), (x + 214, y - rise * 0.55), (x + 196, y - rise * 0.16)]
        x += rng.uniform(270, 350)
    body = [(-160.0, 1010.0), *crest, (1800.0, 1010.0)]
    colour = mixed(ink.water, ink.ink, 0.16 * layer)
    canvas.blob(body, colour)
    canvas.curve(crest, 9 + layer * 2, ink.foam)
    for _ in range(26):
        canvas.cut(rng.uniform(0, 1600), y + rng.uniform(20, 120), rng.uniform(40, 190), 5, mixed(colour, ink.foam, 0.5))


def flood_barrier(canvas: Canvas, rng: Random) -> None:
    """Five towers, four gates, the sea on one side."""
    ink = canvas.ink
    sky(canvas, rng, horizon=520, sun=(rng.uniform(240, 460), 220))
    water(canvas, rng, top=500, calm=0.8)
    down = [rng.uniform(0.35, 1.0) for _ in range(4)]
    for bay, share in enumerate(down):
        left, gate = 160 + bay * 330, 330 * share
        canvas.rect(left + 40, 350, 290, gate, ink.warm)
        canvas.shade_rect((left + 40, 350, 290, gate), ink.ink, side="bottom", strength=0.7)
        for rib in range(5):
            canvas.rect(left + 40, 350 + gate * rib / 5, 290, 6, mixed(ink.warm, ink.ink, 0.55))
        for rib in range(1, 6):
            canvas.rect(left + 40 + rib * 48, 350, 5, gate, mixed(ink.warm, ink.ink, 0.4))
    canvas.rect(0, 318, 1600, 40, ink.near)
    canvas.rect(0, 312, 1600, 9, ink.foam)
    for pier in range(5):
        _pier(canvas, 140 + pier * 330)
    for _ in range(40):
        canvas.cut(rng.uniform(60, 1560), 724 + rng.uniform(-8, 26), rng.uniform(60, 200), 9, ink.foam)
    for x in range(60, 1600, 220):
        canvas.line([(x, 316), (x, 258), (x + 34, 250)], 5, ink.ink)
    gulls(canvas, rng, count=10, low=300)


def _pier(canvas: Canvas, x: float) -> None:
    ink = canvas.ink
    body = [(x - 10, 190), (x + 74, 190), (x + 92, 730), (x - 28, 730)]
    canvas.poly(body, mixed(ink.paper, ink.mid, 0.3))
    canvas.shade(body, ink.near, side="right", strength=0.7)
    canvas.rect(x - 24, 150, 112, 52, ink.near)
    canvas.rect(x - 8, 164, 80, 16, ink.light)
    canvas.poly([(x - 34, 152), (x + 32, 116), (x + 98, 152)], ink.ink)
    canvas.rect(x + 20, 230, 22, 56, ink.ink)
    canvas.rect(x - 40, 712, 144, 22, ink.ink)


def wading_birds(canvas: Canvas, rng: Random) -> None:
    """Spoonbills in a row, working the shallows."""
    ink = canvas.ink
    sky(canvas, rng, horizon=430, sun=(rng.uniform(300, 1200), 250))
    canvas.poly([(0, 440), (0, 392), (620, 372), (1600, 396), (1600, 440)], ink.leaf)
    canvas.shade([(0, 440), (0, 392), (620, 372), (1600, 396), (1600, 440)], ink.ink, side="bottom", strength=0.6)
    church(canvas, 1270, 392, 190, ink.far)
    water(canvas, rng, top=430)
    for number in range(5):
        _spoonbill(canvas, rng, x=170 + number * 278 + rng.uniform(-16, 16), y=(610, 730)[number % 2] + rng.uniform(-20, 50), size=(0.8, 1.1)[number % 2])
    for x in (40, 90, 1480, 1540, 1580):
        canvas.curve([(x, 1000), (x + 8, 880), (x + rng.uniform(10, 60), 780)], 6, ink.ink)
    gulls(canvas, rng, count=6, low=300)


def _spoonbill(canvas: Canvas, rng: Random, *, x: float, y: float, size: float) -> None:
    ink, s = canvas.ink, size
    for leg in (-16, 20):
        canvas.line([(x + leg * s, y + 30 * s), (x + (leg + 8) * s, y + 90 * s), (x + leg * s, y + 158 * s)], 6, ink.ink)
    canvas.cut(x, y + 160 * s, 150 * s, 8, ink.foam)
    body = [(x - 118 * s, y + 18 * s), (x - 60 * s, y - 42 * s), (x + 40 * s, y - 48 * s), (x + 92 * s, y - 6 * s), (x + 40 * s, y + 44 * s), (x - 50 * s, y + 42 * s)]
    canvas.blob(body, ink.foam)
    canvas.shade(body, ink.mid, side="bottom", strength=0.6)
    neck = [(x + 70 * s, y - 10 * s), (x + 124 * s, y - 54 * s), (x + 120 * s, y - 104 * s), (x + 158 * s, y - 110 * s)]
    canvas.curve(neck, 23 * s, ink.foam)
    canvas.oval(x + 158 * s, y - 108 * s, 27 * s, 21 * s, ink.foam)
    canvas.curve([(x + 172 * s, y - 104 * s), (x + 210 * s, y - 30 * s), (x + 232 * s, y + 40 * s)], 9 * s, ink.ink)
    canvas.oval(x + 236 * s, y + 52 * s, 15 * s, 22 * s, ink.ink)
    canvas.circle(x + 166 * s, y - 112 * s, 4 * s, ink.warm)


def flooded_street(canvas: Canvas, rng: Random) -> None:
    """Gables and lamps out of dark water; one boat with one light."""
    ink = canvas.ink
    sky(canvas, rng, horizon=666)
    canvas.circle(1240, 190, 70, ink.light)
    church(canvas, 820, 660, 560, ink.mid)
    x = -40.0
    while x < 1640:
        width, tall = rng.uniform(130, 190), rng.uniform(170, 330)
        if not 560 < x < 900:
            gable(canvas, x, 700, width, tall, rng.choice((ink.near, ink.ink, mixed(ink.near, ink.brick, 0.4))), kind=rng.randrange(3))
            windows(canvas, (x + 14, 700 - tall, width - 28, tall), (2, 3), (mixed(ink.ink, ink.mid, 0.35), ink.light if rng.random() < 0.3 else ink.ink), rng)
        x += width
    water(canvas, rng, top=664)
    reflection(canvas, rng, x=1240, top=664, width=100, colour=ink.light)
    for x in (250, 1380):
        lamp(canvas, x, 760, 150, ink.ink)
    canvas.blob([(600, 806), (640, 858), (900, 862), (966, 800), (930, 832), (660, 834)], ink.warm)
    for x in (690, 770, 850):
        canvas.blob([(x - 28, 836), (x - 18, 770), (x + 18, 770), (x + 28, 836)], ink.ink)
        canvas.circle(x, 756, 17, "#d9a884")
    canvas.line([(620, 740), (560, 900)], 7, ink.sun)
    canvas.circle(940, 760, 15, ink.light)
    canvas.line([(940, 776), (936, 820)], 4, ink.light)
    reflection(canvas, rng, x=930, top=850, width=70, colour=ink.light)


def rowing(canvas: Canvas, rng: Random) -> None:
    """An eight at sunrise."""
    ink = canvas.ink
    sky(canvas, rng, horizon=470, sun=(1130, 380))
    far_town(canvas, rng, base=474, colour=ink.far, height=60)
    church(canvas, 430, 474, 240, ink.far)
    water(canvas, rng, top=470, calm=1.3)
    reflection(canvas, rng, x=1130, top=475, width=170, colour=ink.sun)
    for seat in range(9):
        x = 330 + seat * 108
        if seat < 8:
            canvas.line([(x + 10, 640), (x - 88, 745)], 6, ink.paper)
            canvas.poly([(x - 84, 738), (x - 122, 770), (x - 108, 784), (x - 76, 748)], ink.warm)
            canvas.cut(x - 104, 786, 90, 7, ink.foam)
        coat = ink.sun if seat == 8 else ink.ink
        lean = 22 if seat < 8 else -6
        canvas.blob([(x - 26, 676), (x - 16 + lean, 600), (x + 18 + lean, 600), (x + 26, 676)], coat)
        canvas.circle(x + lean + 4, 582, 17, rng.choice(("#e8bd97", "#b57a55", "#8a5a3f")))
    canvas.blob([(150, 668), (320, 664), (800, 660), (1260, 662), (1470, 662), (1280, 690), (800, 700), (330, 694)], ink.brick)
    canvas.line([(160, 671), (800, 666), (1460, 664)], 4, ink.light)
    for step in range(6):
        canvas.cut(800 + rng.uniform(-80, 80), 706 + step * 11, 1180 - step * 110, 7, mixed(ink.water, ink.near, 0.6))
