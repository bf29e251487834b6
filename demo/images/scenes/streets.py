"""Rails, wheels and crossings."""

from math import cos, pi, sin
from random import Random

from demo.images.canvas import Canvas
from demo.images.motifs import far_town, house_row, lamp, person, sky, stars, tree, water
from demo.images.palette import mixed

# fmt: off
# A shape is read as a whole: its corners stay on one line.


def tram(canvas: Canvas, rng: Random) -> None:
    """A tram along a row of old houses."""
    _street_setting(canvas, rng)
    _tram_with_wire(canvas, rng)
    for step in range(5):
        x = 120 + step * 330 + rng.uniform(-70, 70)
        person(canvas, x, rng.uniform(925, 985), rng.uniform(190, 220), rng.choice((canvas.ink.warm, canvas.ink.sun, canvas.ink.mid, canvas.ink.leaf)), rng)


def tram_bridge(canvas: Canvas, rng: Random) -> None:
    """A tram on Brewers' Bridge."""
    _bridge_setting(canvas, rng)
    _tram_with_wire(canvas, rng)


def _tram_with_wire(canvas: Canvas, rng: Random) -> None:
    ink = canvas.ink
    _wire(canvas)
    _tram_car(canvas, rng, left=rng.uniform(250, 420), rail=680)
    for x in (120, 1450):
        lamp(canvas, x, 696, 240, ink.ink)
    canvas.rect(0, 680, 1600, 12, ink.ink)


def _bridge_setting(canvas: Canvas, rng: Random) -> None:
    ink = canvas.ink
    sky(canvas, rng, horizon=730, sun=(rng.uniform(1050, 1400), 230))
    far_town(canvas, rng, base=700, colour=ink.far, height=150)
    water(canvas, rng, top=700)
    stone = mixed(ink.paper, ink.brick, 0.35)
    canvas.rect(0, 684, 1600, 200, stone)
    canvas.shade_rect((0, 684, 1600, 200), ink.near, side="bottom", strength=0.55)
    for arch in range(4):
        x = 60 + arch * 400
        canvas.arch(x, 752, 280, 260, ink.water)
        canvas.shade_rect((x, 880, 280, 130), ink.ink, side="top", strength=0.5)
        for wave in range(6):
            canvas.cut(x + 140 + rng.uniform(-50, 50), 880 + wave * 20, rng.uniform(60, 180), 5, mixed(ink.water, ink.foam, 0.5))
        canvas.poly([(x - 60, 1000), (x - 60, 850), (x - 30, 820), (x, 850), (x, 1000)], mixed(stone, ink.near, 0.3))
    for block in range(60):
        canvas.rect(rng.uniform(0, 1600), 690 + block % 3 * 22, rng.uniform(40, 80), 3, mixed(stone, ink.near, 0.4))


def _street_setting(canvas: Canvas, rng: Random) -> None:
    ink = canvas.ink
    sky(canvas, rng, horizon=690, sun=(rng.uniform(300, 1300), 170))
    stars(canvas, rng, low=260, count=30)
    house_row(canvas, rng, base=680, height=400)
    canvas.rect(0, 680, 1600, 320, mixed(ink.near, ink.mid, 0.3))
    canvas.shade_rect((0, 680, 1600, 320), ink.ink, side="bottom", strength=0.7)
    for rail in (748, 806):
        canvas.rect(0, rail, 1600, 8, mixed(ink.mid, ink.foam, 0.4))
    canvas.rect(0, 862, 1600, 138, mixed(ink.brick, ink.far, 0.55))
    canvas.rect(0, 862, 1600, 12, mixed(ink.paper, ink.mid, 0.25))
    canvas.shade_rect((0, 874, 1600, 126), ink.ink, side="bottom", strength=0.5)


def _wire(canvas: Canvas) -> None:
    ink = canvas.ink
    canvas.line([(0, 300), (1600, 300)], 3, ink.ink)
    for x in (40, 800, 1560):
        canvas.rect(x - 6, 250, 12, 440, ink.ink)
        canvas.line([(x, 262), (x + 110, 300)], 4, ink.ink)


def _tram_car(canvas: Canvas, rng: Random, *, left: float, rail: float) -> None:
    ink = canvas.ink
    coat = rng.choice((ink.warm, ink.sun))
    for part in range(3):
        x, width = left + part * 282, 272
        nose = 62
        body = [(x + (nose if part == 0 else 0), rail - 250), (x + width - (nose if part == 2 else 0), rail - 250), (x + width, rail - 130), (x + width, rail - 26), (x, rail - 26), (x, rail - 130)]
        canvas.poly(body, coat)
        canvas.shade(body, ink.ink, side="bottom", strength=0.32)
        canvas.poly([(x + (nose if part == 0 else 8), rail - 222), (x + width - (nose if part == 2 else 8), rail - 222), (x + width - 6, rail - 128), (x + 6, rail - 128)], ink.ink)
        for pane in range(3):
            px = x + 40 + pane * 70
            canvas.rect(px, rail - 214, 58, 80, ink.light)
            if rng.random() < 0.75:
                canvas.circle(px + 28, rail - 168, 15, ink.near)
                canvas.blob([(px + 4, rail - 134), (px + 14, rail - 156), (px + 42, rail - 156), (px + 52, rail - 134)], ink.near)
        canvas.rect(x + 10, rail - 100, width - 20, 9, ink.paper)
        for wheel in (x + 70, x + 200):
            canvas.circle(wheel, rail - 20, 23, ink.ink)
            canvas.circle(wheel, rail - 20, 9, ink.mid)
        if part < 2:
            canvas.rect(x + width, rail - 236, 10, 206, ink.ink)
    canvas.line([(left + 400, rail - 250), (left + 360, rail - 310), (left + 420, rail - 378)], 6, ink.ink)
    canvas.circle(left + 20, rail - 62, 11, ink.light)


def bicycles(canvas: Canvas, rng: Random) -> None:
    """The red road, with right of way."""
    ink = canvas.ink
    sky(canvas, rng, horizon=620, sun=(1330, 210))
    house_row(canvas, rng, base=610, height=210)
    canvas.rect(0, 600, 1600, 400, ink.leaf)
    canvas.shade_rect((0, 600, 1600, 90), ink.ink, side="top", strength=0.5)
    road = [(0, 690), (1600, 690), (1600, 1000), (0, 1000)]
    canvas.poly(road, mixed(ink.warm, ink.brick, 0.5))
    canvas.shade(road, ink.ink, side="bottom", strength=0.55)
    canvas.rect(0, 690, 1600, 10, ink.paper)
    for x in range(60, 1600, 260):
        tree(canvas, x + rng.uniform(-30, 30), 690, rng.uniform(330, 420), rng)
    for step, (x, base) in enumerate(((240, 850), (700, 810), (1170, 860), (1500, 800), (520, 985), (1010, 980))):
        coat = (ink.sun, ink.near, ink.paper, ink.leaf, ink.ink, ink.sun)[step]
        cyclist(canvas, rng, x=x + rng.uniform(-40, 40), base=base, size=0.8 + (base - 800) / 500, coat=coat)


def cyclist(canvas: Canvas, rng: Random, *, x: float, base: float, size: float, coat: str) -> None:
    ink, s = canvas.ink, size
    radius = 56 * s
    rear, front = (x - 84 * s, base - radius), (x + 84 * s, base - radius)
    for hub in (rear, front):
        canvas.ring(*hub, radius, 7 * s, ink.ink)
        for spoke in range(6):
            turn = pi * spoke / 6 + x
            canvas.line([(hub[0] - radius * cos(turn), hub[1] - radius * sin(turn)), (hub[0] + radius * cos(turn), hub[1] + radius * sin(turn))], 1.4, ink.ink)
    crank, seat, head = (x - 8 * s, base - radius), (x - 34 * s, base - 138 * s), (x + 62 * s, base - 142 * s)
    frame = [rear, seat, crank, rear]
    canvas.line(frame, 7 * s, ink.ink)
    canvas.line([crank, (head[0] + 4 * s, head[1] + 20 * s), seat], 7 * s, ink.ink)
    canvas.line([front, head, (head[0] - 14 * s, head[1] - 22 * s)], 7 * s, ink.ink)
    hip, shoulder = (x - 30 * s, base - 158 * s), (x + 6 * s, base - 248 * s)
    canvas.curve([hip, (x + 26 * s, base - 116 * s), (x + 4 * s, base - 40 * s)], 21 * s, ink.near if coat != ink.near else ink.ink)
    canvas.blob([(hip[0] - 24 * s, hip[1] + 12 * s), (shoulder[0] - 30 * s, shoulder[1] + 14 * s), (shoulder[0] + 4 * s, shoulder[1] - 10 * s), (shoulder[0] + 26 * s, shoulder[1] + 20 * s), (hip[0] + 30 * s, hip[1] + 6 * s)], coat)
    canvas.curve([(shoulder[0] + 6 * s, shoulder[1] + 16 * s), (x + 34 * s, base - 196 * s), (head[0] - 8 * s, head[1] - 20 * s)], 15 * s, mixed(coat, ink.ink, 0.3))
    canvas.circle(shoulder[0] + 14 * s, shoulder[1] - 34 * s, 21 * s, rng.choice(("#e8bd97", "#b57a55", "#8a5a3f", "#f0cfae")))
    canvas.blob([(shoulder[0] - 8 * s, shoulder[1] - 30 * s), (shoulder[0] - 2 * s, shoulder[1] - 56 * s), (shoulder[0] + 24 * s, shoulder[1] - 58 * s), (shoulder[0] + 34 * s, shoulder[1] - 44 * s), (shoulder[0] + 10 * s, shoulder[1] - 42 * s)], ink.ink)


def crossing(canvas: Canvas, rng: Random) -> None:
    """Children with satchels on a wide zebra."""
    ink = canvas.ink
    sky(canvas, rng, horizon=520, sun=(260, 170))
    house_row(canvas, rng, base=520, height=230)
    canvas.rect(0, 515, 1600, 90, mixed(ink.paper, ink.mid, 0.35))
    road = [(0, 600), (1600, 600), (1600, 1000), (0, 1000)]
    canvas.poly(road, ink.near)
    canvas.shade(road, ink.ink, side="bottom", strength=0.7)
    for stripe in range(7):
        x, spread = 380 + stripe * 124, (stripe - 3) * 42
        canvas.poly([(x, 612), (x + 66, 612), (x + 84 + spread, 990), (x - 18 + spread, 990)], ink.foam)
    for step in range(6):
        x, base = 330 + step * 172, (800, 870)[step % 2] + rng.uniform(-14, 14)
        coat = (ink.warm, ink.sun, ink.leaf, ink.mid, ink.warm, ink.sun)[step]
        person(canvas, x, base, rng.uniform(180, 220), coat, rng)
        canvas.blob([(x - 44, base - 130), (x - 40, base - 72), (x - 14, base - 72), (x - 14, base - 136)], ink.brick)
    person(canvas, 1400, 860, 330, ink.sun, rng)
    canvas.rect(1452, 560, 9, 300, ink.ink)
    canvas.circle(1456, 560, 48, ink.warm)
    canvas.rect(1424, 552, 64, 15, ink.foam)
    _signal(canvas, 130)


def _signal(canvas: Canvas, x: float) -> None:
    ink = canvas.ink
    canvas.rect(x - 6, 330, 12, 400, ink.ink)
    for band in range(6):
        canvas.rect(x - 6, 380 + band * 56, 12, 28, ink.foam)
    canvas.circle(x, 320, 40, ink.sun)
    canvas.ring(x, 320, 40, 6, ink.ink)
