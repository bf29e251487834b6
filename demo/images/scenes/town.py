"""Buildings that the town is proud of, or quarrels about."""

from random import Random

from demo.images.canvas import Canvas, circle_points
from demo.images.motifs import (
    church,
    far_town,
    gable,
    gulls,
    house_row,
    lamp,
    person,
    reflection,
    sky,
    stars,
    tree,
    water,
    windows,
)
from demo.images.palette import mixed

# fmt: off
# A shape is read as a whole: its corners stay on one line.


def school(canvas: Canvas, rng: Random) -> None:
    """The brick school on the square, with its yard at playtime."""
    ink = canvas.ink
    sky(canvas, rng, horizon=800, sun=(1400, 190))
    _hall_front(canvas, rng, left=240, top=300, width=1120, base=800)
    canvas.rect(300, 610, 1000, 9, ink.sky)
    _yard(canvas, rng, top=800)
    for x, height in ((110, 430), (1500, 470)):
        tree(canvas, x, 850, height, rng)
    for _ in range(13):
        person(canvas, rng.uniform(200, 1400), rng.uniform(850, 960), rng.uniform(92, 120), rng.choice((ink.warm, ink.sun, ink.near, ink.leaf, ink.mid)), rng)
    person(canvas, 1180, 905, 176, ink.near, rng)


def _hall_front(canvas: Canvas, rng: Random, *, left: float, top: float, width: float, base: float) -> None:
    ink, middle = canvas.ink, left + width / 2
    roof = [(left - 26, top + 60), (left + 90, top - 60), (left + width - 90, top - 60), (left + width + 26, top + 60)]
    canvas.poly(roof, ink.near)
    canvas.shade(roof, ink.ink, side="bottom", strength=0.7)
    canvas.rect(left, top + 60, width, base - top - 60, ink.brick)
    canvas.shade_rect((left, top + 60, width, base - top - 60), ink.ink, side="right", strength=0.35)
    for side in (left + 40, middle + 170):
        windows(canvas, (side, top + 90, 320, 200), (4, 1), (ink.near, ink.light), rng)
        windows(canvas, (side, top + 310, 320, 170), (4, 1), (ink.near, ink.light), rng)
    gable(canvas, middle - 140, base, 280, base - top - 20, mixed(ink.brick, ink.sun, 0.35), kind=0)
    canvas.circle(middle, top + 50, 46, ink.paper)
    canvas.ring(middle, top + 50, 46, 6, ink.ink)
    canvas.line([(middle, top + 50), (middle, top + 20)], 5, ink.ink)
    canvas.line([(middle, top + 50), (middle + 22, top + 60)], 5, ink.ink)
    windows(canvas, (middle - 110, top + 110, 220, 170), (3, 1), (ink.near, ink.light), rng)
    canvas.arch(middle - 62, base - 190, 124, 190, ink.ink)
    canvas.rect(middle - 3, base - 170, 6, 170, mixed(ink.ink, ink.sun, 0.5))
    canvas.rect(middle - 3, top - 190, 6, 60, ink.ink)


def _yard(canvas: Canvas, rng: Random, *, top: float) -> None:
    ink = canvas.ink
    ground = mixed(ink.glow, ink.brick, 0.25)
    canvas.rect(0, top, canvas.width, canvas.height - top, ground)
    canvas.shade_rect((0, top, canvas.width, canvas.height - top), ink.near, side="bottom", strength=0.45)
    for step in range(7):
        canvas.ring(560 + step % 2 * 54, 900 + step * 9, 3, 2, ink.paper)
    for _ in range(40):
        canvas.cut(rng.uniform(0, 1600), rng.uniform(top + 12, 1000), rng.uniform(30, 120), 3, mixed(ground, ink.near, 0.3))


def market_hall(canvas: Canvas, rng: Random) -> None:
    """The Flax Hall with its lantern, and stalls on the square."""
    ink = canvas.ink
    sky(canvas, rng, horizon=790)
    house_row(canvas, rng, base=760, height=240)
    canvas.rect(270, 430, 1060, 360, ink.brick)
    roof = [(220, 440), (800, 190), (1380, 440)]
    canvas.poly(roof, ink.near)
    canvas.shade(roof, ink.ink, side="right", strength=0.7)
    canvas.poly([(330, 440), (800, 238), (1270, 440)], mixed(ink.brick, ink.sun, 0.4))
    _lantern(canvas)
    for step in range(7):
        canvas.arch(316 + step * 146, 500, 92, 230, ink.ink)
        canvas.arch(326 + step * 146, 512, 72, 210, mixed(ink.light, ink.sun, rng.uniform(0, 0.6)))
        canvas.rect(359 + step * 146, 512, 6, 210, ink.ink)
        canvas.rect(326 + step * 146, 580, 72, 6, ink.ink)
    canvas.rect(262, 462, 1076, 14, ink.paper)
    for step in range(5):
        canvas.arch(572 + step * 96, 330 - (2 - abs(step - 2)) * 16, 62, 96, ink.near)
    _stalls(canvas, rng)


def _lantern(canvas: Canvas) -> None:
    ink = canvas.ink
    canvas.shade(circle_points(800, 130, 190), ink.light, side="bottom", strength=0.5)
    canvas.rect(722, 104, 156, 104, ink.light)
    for bar in range(7):
        canvas.rect(720 + bar * 26, 104, 6, 104, ink.ink)
    canvas.rect(710, 150, 180, 6, ink.ink)
    canvas.poly([(700, 106), (800, 34), (900, 106)], ink.warm)
    canvas.rect(796, -10, 8, 60, ink.ink)
    canvas.rect(706, 202, 188, 12, ink.ink)


def _stalls(canvas: Canvas, rng: Random) -> None:
    ink = canvas.ink
    canvas.rect(0, 780, 1600, 220, mixed(ink.glow, ink.near, 0.35))
    canvas.shade_rect((0, 780, 1600, 220), ink.ink, side="bottom", strength=0.55)
    for step in range(5):
        left, stripe = 60 + step * 316, (ink.warm, ink.near, ink.leaf, ink.sun, ink.warm)[step]
        for x in (left + 14, left + 216):
            canvas.rect(x, 700, 8, 190, ink.ink)
        person(canvas, left + 118 + rng.uniform(-30, 30), 880, 170, rng.choice((ink.paper, ink.near, ink.warm)), rng)
        for band in range(8):
            x = left + band * 30
            canvas.poly([(x + 12, 660), (x + 42, 660), (x + 30, 742), (x, 742)], stripe if band % 2 else ink.paper)
            canvas.circle(x + 15, 742, 15, stripe if band % 2 else ink.paper)
        canvas.rect(left, 836, 240, 66, ink.brick)
        for pile in range(8):
            canvas.circle(left + 20 + pile * 29, 830, 17, rng.choice((ink.sun, ink.warm, ink.leaf)))
    for _ in range(5):
        person(canvas, rng.uniform(90, 1510), rng.uniform(950, 985), rng.uniform(190, 210), rng.choice((ink.near, ink.warm, ink.mid, ink.sun)), rng)


def town_hall(canvas: Canvas, rng: Random) -> None:
    """A stepped gable, a clock, flags, and pigeons that do not vote."""
    ink = canvas.ink
    sky(canvas, rng, horizon=820, sun=(250, 230))
    house_row(canvas, rng, base=810, height=300)
    stone = mixed(ink.brick, ink.sun, 0.4)
    gable(canvas, 520, 820, 560, 430, stone, kind=0)
    canvas.shade_rect((520, 390, 560, 430), ink.near, side="right", strength=0.5)
    canvas.rect(752, 36, 96, 130, stone)
    canvas.poly([(738, 40), (800, -40), (862, 40)], ink.near)
    canvas.circle(800, 240, 56, ink.ink)
    canvas.circle(800, 240, 46, ink.paper)
    canvas.line([(800, 240), (800, 206)], 6, ink.ink)
    canvas.line([(800, 240), (774, 256)], 6, ink.ink)
    for row in range(2):
        for column in range(5):
            canvas.arch(552 + column * 106, 420 + row * 150, 70, 116, ink.near)
            canvas.arch(560 + column * 106, 430 + row * 150, 54, 98, ink.light if rng.random() < 0.5 else mixed(ink.near, ink.sky, 0.5))
            canvas.rect(584 + column * 106, 430 + row * 150, 5, 98, ink.near)
    canvas.arch(740, 690, 120, 130, ink.warm)
    canvas.poly([(690, 860), (710, 820), (890, 820), (910, 860)], ink.paper)
    for way in (-1, 1):
        canvas.line([(800 + way * 170, 560), (800 + way * 250, 470)], 7, ink.ink)
        for band, colour in enumerate((ink.warm, ink.foam, ink.near)):
            canvas.poly([(800 + way * (250 - band * 20), 470 + band * 24), (800 + way * (350 - band * 20), 500 + band * 24), (800 + way * (340 - band * 20), 526 + band * 24), (800 + way * (232 - band * 20), 492 + band * 24)], colour)
    _yard(canvas, rng, top=850)
    _square_life(canvas, rng)


def _square_life(canvas: Canvas, rng: Random) -> None:
    ink = canvas.ink
    for _ in range(7):
        person(canvas, rng.uniform(120, 1480), rng.uniform(900, 975), rng.uniform(160, 190), rng.choice((ink.near, ink.warm, ink.mid, ink.sun)), rng)
    for _ in range(16):
        x, y = rng.uniform(200, 1400), rng.uniform(880, 985)
        canvas.oval(x, y, 13, 8, ink.ink)
        canvas.circle(x + 11, y - 8, 5, ink.ink)
    for x in (180, 1420):
        lamp(canvas, x, 930, 250, ink.ink)
    gulls(canvas, rng, count=5, low=260)


def skyline_dusk(canvas: Canvas, rng: Random) -> None:
    """Old town left, new blocks right, the crane between them."""
    ink = canvas.ink
    sky(canvas, rng, horizon=620, sun=(rng.uniform(620, 780), 470))
    far_town(canvas, rng, base=622, colour=ink.far, height=120)
    church(canvas, 330, 622, 420, ink.mid)
    far_town(canvas, rng, base=622, colour=ink.mid, height=70)
    for step in range(6):
        left, tall = 930 + step * 112, rng.uniform(160, 330)
        canvas.rect(left, 622 - tall, 96, tall, ink.near)
        windows(canvas, (left + 4, 622 - tall + 8, 88, tall - 16), (4, max(3, round(tall / 42))), (mixed(ink.near, ink.mid, 0.5), ink.light), rng)
    canvas.line([(720, 622), (744, 420)], 10, ink.ink)
    canvas.line([(800, 622), (776, 420)], 10, ink.ink)
    canvas.rect(722, 370, 78, 58, ink.warm)
    canvas.line([(760, 372), (910, 220)], 9, ink.ink)
    canvas.line([(744, 372), (740, 320), (910, 220), (910, 380)], 4, ink.ink)
    water(canvas, rng, top=620)
    reflection(canvas, rng, x=700, top=622, width=150, colour=ink.sun)
    for step in range(6):
        reflection(canvas, rng, x=978 + step * 112, top=624, width=36, colour=ink.light)
    canvas.poly([(0, 1000), (0, 900), (420, 930), (430, 1000)], ink.ink)
    person(canvas, 210, 918, 150, ink.near, rng)
    person(canvas, 290, 926, 138, ink.warm, rng)


def church_bats(canvas: Canvas, rng: Random) -> None:
    """Bats leave the tower by one louvre."""
    ink = canvas.ink
    sky(canvas, rng, horizon=880)
    stars(canvas, rng, low=500)
    moon = (rng.choice((330.0, 1240.0)), rng.uniform(210, 290))
    canvas.circle(*moon, 118, ink.light)
    canvas.shade(circle_points(*moon, 118), ink.sun, side="left", strength=0.8)
    far_town(canvas, rng, base=890, colour=ink.far, height=90)
    church(canvas, 760, 900, 830, ink.near)
    for step in range(3):
        canvas.arch(712 + step * 36, 500, 24, 96, ink.ink)
    canvas.arch(730, 620, 60, 110, ink.ink)
    canvas.arch(738, 630, 44, 92, mixed(ink.light, ink.sun, 0.5))
    house_row(canvas, rng, base=1000, height=120)
    toward = 1 if moon[0] > 800 else -1
    for step in range(38):
        share = step / 38
        x = 770 + toward * (40 + 720 * share) + rng.gauss(0, 20 + 90 * share)
        y = 520 - 260 * share**0.6 + rng.gauss(0, 14 + 130 * share)
        bat(canvas, x, y, 9 + 17 * share * rng.uniform(0.6, 1.2), ink.ink)


def bat(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    for way in (-1, 1):
        wing = [(0, 0), (0.6, -0.55), (1.7, -0.6), (2.4, 0.1), (1.8, -0.05), (1.5, 0.4), (1.05, 0.1), (0.6, 0.45)]
        canvas.poly([(x + way * dx * size, y + dy * size) for dx, dy in wing], colour)
    canvas.oval(x, y + size * 0.1, size * 0.3, size * 0.62, colour)


def solar_roofs(canvas: Canvas, rng: Random) -> None:
    """Panels on every slope, a large sun, a stork that was there first."""
    ink = canvas.ink
    sky(canvas, rng, horizon=1000)
    canvas.circle(1130, 270, 190, ink.sun)
    canvas.shade(circle_points(1130, 270, 190), ink.warm, side="bottom", strength=0.5)
    far_town(canvas, rng, base=640, colour=ink.far, height=100)
    church(canvas, 420, 640, 380, ink.far)
    for row, (base, count) in enumerate(((640, 6), (800, 5), (1010, 4))):
        width = 1900 / count
        for step in range(count):
            _solar_house(canvas, rng, x=-160 + step * width + row * 60, base=base, width=width * 0.96)
    _stork(canvas, 560, 470)


def _solar_house(canvas: Canvas, rng: Random, *, x: float, base: float, width: float) -> None:
    ink, tall = canvas.ink, width * 0.52
    wall = rng.choice((ink.brick, ink.paper, mixed(ink.brick, ink.sun, 0.4)))
    canvas.rect(x, base - tall * 0.4, width, tall * 0.9, wall)
    roof = [(x - 14, base - tall * 0.38), (x + width * 0.13, base - tall), (x + width * 0.87, base - tall), (x + width + 14, base - tall * 0.38)]
    canvas.poly(roof, ink.near)
    canvas.shade(roof, ink.ink, side="bottom", strength=0.6)
    for row in range(2):
        for column in range(6):
            top, low = base - tall * (0.94 - row * 0.27), base - tall * (0.7 - row * 0.27)
            slant = width * 0.022 * (1 if column < 3 else -1) * abs(column - 2.5)
            left = x + width * (0.19 + column * 0.104)
            panel = [(left, top), (left + width * 0.09, top), (left + width * 0.09 - slant * 0.5, low), (left - slant * 0.5, low)]
            canvas.poly(panel, mixed(ink.water, ink.ink, 0.35))
            canvas.line([panel[0], panel[2]], 2, mixed(ink.water, ink.foam, 0.55))
    canvas.rect(x + width * 0.74, base - tall * 1.18, width * 0.07, tall * 0.22, wall)
    windows(canvas, (x + 20, base - tall * 0.34, width - 40, tall * 0.34), (4, 1), (ink.ink, ink.light), rng)


def _stork(canvas: Canvas, x: float, y: float) -> None:
    ink = canvas.ink
    canvas.oval(x + 30, y + 36, 74, 16, ink.ink)
    canvas.line([(x + 30, y - 10), (x + 26, y + 34)], 5, ink.warm)
    canvas.blob([(x - 26, y - 10), (x + 10, y - 44), (x + 62, y - 40), (x + 92, y - 4), (x + 40, y + 4)], ink.foam)
    canvas.poly([(x + 40, y - 30), (x + 108, y + 8), (x + 50, y + 2)], ink.ink)
    canvas.curve([(x - 6, y - 26), (x - 30, y - 66), (x - 22, y - 104)], 15, ink.foam)
    canvas.circle(x - 24, y - 110, 15, ink.foam)
    canvas.poly([(x - 34, y - 114), (x - 104, y - 96), (x - 34, y - 102)], ink.warm)
