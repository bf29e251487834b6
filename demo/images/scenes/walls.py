"""A painted wall, and a wall of tools."""

from math import cos, pi, sin
from random import Random

from demo.images.canvas import Canvas, circle_points
from demo.images.motifs import person
from demo.images.palette import mixed

# fmt: off
# A shape is read as a whole: its corners stay on one line.


def mural(canvas: Canvas, rng: Random) -> None:
    """Dancers in clogs, coming out from under the whitewash."""
    ink = canvas.ink
    wall = mixed(ink.glow, ink.brick, 0.22)
    canvas.rect(0, 0, 1600, 1000, wall)
    for _ in range(60):
        canvas.cut(rng.uniform(0, 1600), rng.uniform(0, 1000), rng.uniform(80, 300), 6, mixed(wall, ink.foam, 0.4))
    canvas.rect(0, 820, 1600, 26, mixed(ink.leaf, wall, 0.4))
    skirts = (ink.near, ink.warm, ink.leaf, ink.brick, ink.mid, ink.sun)
    for number in range(7):
        x = 150 + number * 216 + rng.uniform(-14, 14)
        _dancer(canvas, rng, x=x, base=820, coat=skirts[number % 6], is_skirted=number % 3 != 1)
    canvas.shade_rect((0, 0, 1600, 840), wall, side="top", strength=0.5)
    torn = [(1180 + rng.uniform(-90, 90) + step * 14, 60 + step * 118.0) for step in range(9)]
    plaster = [(1600.0, 0.0), (1090.0, 0.0), *torn, (1600.0, 1010.0)]
    canvas.poly([(x + 10, y + 6) for x, y in plaster], mixed(wall, ink.ink, 0.5))
    canvas.poly(plaster, ink.foam)
    canvas.shade(plaster, ink.far, side="bottom", strength=0.4)
    for _ in range(9):
        x, y = rng.uniform(80, 1050), rng.uniform(30, 990)
        canvas.blob([(x + 30 * cos(t) * rng.uniform(0.5, 1.2), y + 22 * sin(t) * rng.uniform(0.5, 1.2)) for t in (0, 1, 2, 3, 4, 5)], ink.foam)
    canvas.rect(0, 940, 1600, 60, ink.near)
    for x in range(60, 1600, 300):
        canvas.rect(x, 800, 12, 150, ink.ink)
        canvas.circle(x + 6, 798, 14, ink.sun)
        canvas.curve([(x + 6, 812), (x + 150, 868), (x + 306, 812)], 9, ink.warm)


def _dancer(canvas: Canvas, rng: Random, *, x: float, base: float, coat: str, is_skirted: bool) -> None:
    ink, sway = canvas.ink, rng.uniform(-24, 24)
    hip, neck = (x + sway * 0.4, base - 236), (x + sway, base - 400)
    lift = rng.uniform(40, 110)
    for foot, rise in ((-46, 0.0), (54, lift)):
        canvas.curve([hip, (x + foot * 1.1, base - 120 - rise * 0.5), (x + foot, base - 26 - rise)], 24, mixed(coat, ink.ink, 0.5))
        canvas.blob([(x + foot - 22, base - 24 - rise), (x + foot + 6, base - 40 - rise), (x + foot + 46, base - 20 - rise), (x + foot + 30, base - rise), (x + foot - 20, base - rise)], ink.sun)
    if is_skirted:
        canvas.blob([(hip[0] - 40, hip[1] - 20), (hip[0] + 40, hip[1] - 20), (hip[0] + 104, hip[1] + 128), (hip[0], hip[1] + 150), (hip[0] - 104, hip[1] + 122)], coat)
        canvas.blob([(hip[0] - 26, hip[1] - 10), (hip[0] + 26, hip[1] - 10), (hip[0] + 40, hip[1] + 116), (hip[0] - 40, hip[1] + 116)], ink.foam)
    canvas.blob([(hip[0] - 44, hip[1] + 8), (neck[0] - 50, neck[1] + 20), (neck[0], neck[1]), (neck[0] + 50, neck[1] + 20), (hip[0] + 44, hip[1] + 8)], mixed(coat, ink.ink, 0.3))
    for way in (-1, 1):
        canvas.curve([(neck[0] + way * 44, neck[1] + 26), (neck[0] + way * 88, neck[1] + 96), (neck[0] + way * 112, neck[1] + 60)], 21, mixed(coat, ink.ink, 0.3))
    canvas.circle(neck[0] + sway * 0.2, neck[1] - 44, 38, "#dcb08c")
    canvas.blob([(neck[0] - 44, neck[1] - 34), (neck[0] - 30, neck[1] - 92), (neck[0] + 30, neck[1] - 92), (neck[0] + 44, neck[1] - 34), (neck[0], neck[1] - 66)], ink.foam if is_skirted else ink.ink)
    canvas.circle(neck[0] - 13, neck[1] - 46, 4, ink.ink)
    canvas.circle(neck[0] + 15, neck[1] - 46, 4, ink.ink)
    canvas.curve([(neck[0] - 10, neck[1] - 24), (neck[0] + 2, neck[1] - 18 - rng.uniform(-4, 8)), (neck[0] + 14, neck[1] - 24)], 4, ink.warm)


def workbench(canvas: Canvas, rng: Random) -> None:
    """Tools on their board, a clock, a toaster and a lamp that still have to be mended."""
    ink = canvas.ink
    canvas.rect(0, 0, 1600, 1000, ink.mid)
    canvas.shade_rect((0, 0, 1600, 760), ink.near, side="top", strength=0.8)
    board = mixed(ink.sun, ink.brick, 0.4)
    canvas.rect(170, 70, 1260, 410, board)
    canvas.shade_rect((170, 70, 1260, 410), ink.ink, side="right", strength=0.35)
    _tools(canvas)
    canvas.rect(0, 760, 1600, 240, ink.brick)
    canvas.rect(0, 752, 1600, 22, mixed(ink.sun, ink.paper, 0.3))
    canvas.shade_rect((0, 774, 1600, 226), ink.ink, side="bottom", strength=0.7)
    _clock_and_friends(canvas)
    person(canvas, 1480, 1190, 640, ink.warm, rng)


def _tools(canvas: Canvas) -> None:
    ink = canvas.ink
    for number in range(5):
        x = 250 + number * 82
        canvas.rect(x - 14, 130, 28, 110, (ink.warm, ink.near, ink.leaf, ink.paper, ink.warm)[number])
        canvas.rect(x - 5, 238, 10, 120 - number * 12, ink.ink)
    canvas.rect(690, 130, 150, 56, ink.ink)
    canvas.rect(748, 180, 30, 240, ink.paper)
    canvas.ring(950, 180, 46, 20, ink.near)
    canvas.rect(936, 214, 28, 190, ink.near)
    canvas.poly([(1060, 130), (1330, 150), (1330, 180), (1060, 240)], ink.foam)
    for tooth in range(13):
        canvas.poly([(1064 + tooth * 21, 238 - tooth * 4.6), (1074 + tooth * 21, 254 - tooth * 4.6), (1084 + tooth * 21, 234 - tooth * 4.6)], ink.foam)
    canvas.blob([(1330, 126), (1400, 140), (1400, 210), (1330, 206)], ink.warm)
    for way in (-1, 1):
        canvas.curve([(1180 + way * 12, 300), (1180 + way * 44, 370), (1180 + way * 20, 440)], 18, ink.warm)
    canvas.poly([(1156, 306), (1180, 262), (1204, 306)], ink.ink)


def _clock_and_friends(canvas: Canvas) -> None:
    ink = canvas.ink
    canvas.poly([(300, 560), (440, 450), (580, 560)], ink.ink)
    canvas.rect(330, 556, 220, 200, ink.brick)
    canvas.circle(440, 640, 66, ink.paper)
    for hour in range(12):
        turn = 2 * pi * hour / 12
        canvas.circle(440 + 54 * cos(turn), 640 + 54 * sin(turn), 4, ink.ink)
    canvas.line([(440, 640), (440, 598)], 6, ink.ink)
    canvas.line([(440, 640), (410, 626)], 6, ink.ink)
    canvas.rect(412, 506, 56, 44, ink.ink)
    canvas.blob([(440, 540), (470, 516), (520, 522), (500, 540)], ink.sun)
    canvas.blob([(700, 752), (690, 640), (720, 606), (950, 606), (982, 640), (972, 752)], ink.foam)
    canvas.shade([(700, 752), (690, 610), (982, 610), (972, 752)], ink.near, side="bottom", strength=0.6)
    canvas.blob([(760, 612), (750, 550), (790, 532), (880, 536), (910, 556), (902, 612)], mixed(ink.sun, ink.brick, 0.4))
    canvas.rect(990, 650, 26, 44, ink.ink)
    canvas.line([(1180, 752), (1150, 640), (1260, 520)], 10, ink.ink)
    canvas.oval(1180, 752, 70, 14, ink.ink)
    canvas.poly([(1220, 500), (1290, 560), (1230, 610), (1160, 550)], ink.sun)
    canvas.shade(circle_points(1170, 660, 120), ink.light, side="top", strength=0.5)
