"""Members' pictures: simple heads and shoulders, 256 pixels square."""

from random import Random
from typing import Final

from PIL import Image

from demo.images.canvas import Canvas, Point, circle_points, smooth
from demo.images.palette import DAWN, DAY, DUSK, HARVEST, Palette, mixed

# fmt: off
# A shape is read as a whole: its corners stay on one line.

SIDE: Final = 256
PALETTES: Final[tuple[Palette, ...]] = (DAY, HARVEST, DAWN, DUSK)
SKINS: Final = ("#edc4a0", "#d9a57e", "#b57a55", "#8a5a3f", "#f2d3b5")
HAIR: Final = ("#2b2326", "#5b3a29", "#8d5a35", "#c58b48", "#b9b4ad", "#e9e3d6", "#7a2f26")


def portrait(seed: int) -> Image.Image:
    """The face with this number; a pure function of it."""
    rng = Random(f"portrait {seed}")
    canvas = Canvas(PALETTES[seed % len(PALETTES)], width=SIDE, height=SIDE)
    skin, hair = SKINS[seed * 3 % len(SKINS)], HAIR[seed * 5 % len(HAIR)]
    _backdrop(canvas, seed)
    if seed % 3 == 1:
        canvas.blob([(70, 120), (74, 50), (128, 26), (182, 50), (188, 120), (194, 200), (62, 200)], hair)
    _shoulders(canvas, seed)
    _face(canvas, skin)
    _features(canvas, skin, rng)
    _hair(canvas, hair, kind=seed % 6)
    if seed % 4 == 2:
        _glasses(canvas)
    if seed % 5 == 3:
        _beard(canvas, hair)
    return canvas.finished()


def _backdrop(canvas: Canvas, seed: int) -> None:
    ink = canvas.ink
    back = (ink.sky, ink.sun, ink.far, ink.warm, ink.mid)[seed % 5]
    canvas.rect(0, 0, SIDE, SIDE, back)
    if seed % 2:
        canvas.circle(128, 120, 102, mixed(back, ink.light, 0.45))
    else:
        for row in range(6):
            canvas.cut(128 + (row % 2) * 40 - 20, 30 + row * 40, 230, 9, mixed(back, ink.light, 0.35))
    canvas.shade_rect((0, 0, SIDE, SIDE), ink.ink, side="bottom", strength=0.2)


def _shoulders(canvas: Canvas, seed: int) -> None:
    ink = canvas.ink
    coat = (ink.near, ink.warm, ink.leaf, ink.ink, ink.brick, ink.paper)[seed * 7 % 6]
    body: list[Point] = [(10, 270), (30, 214), (90, 190), (166, 190), (226, 214), (246, 270)]
    canvas.blob(body, coat)
    canvas.shade(smooth(body, is_closed=True), ink.ink, side="right", strength=0.3)
    if seed % 3 == 0:
        for stripe in range(4):
            canvas.line([(24, 214 + stripe * 14), (232, 214 + stripe * 14)], 5, mixed(coat, ink.foam, 0.7))
    if seed % 3 == 2:
        canvas.blob([(82, 196), (128, 182), (174, 196), (166, 220), (128, 228), (90, 220)], (ink.sun, ink.warm)[seed % 2])


def _face(canvas: Canvas, skin: str) -> None:
    neck: list[Point] = [(106, 160), (150, 160), (156, 204), (128, 214), (100, 204)]
    canvas.blob(neck, mixed(skin, canvas.ink.brick, 0.3))
    head: list[Point] = [(84, 104), (92, 66), (128, 52), (164, 66), (172, 104), (164, 148), (128, 178), (92, 148)]
    canvas.blob(head, skin)
    canvas.shade(smooth(head, is_closed=True), canvas.ink.brick, side="right", strength=0.16)
    for x in (82, 174):
        canvas.oval(x, 118, 9, 15, skin)


def _features(canvas: Canvas, skin: str, rng: Random) -> None:
    ink, lift = canvas.ink, rng.uniform(-2, 3)
    for x in (108, 148):
        canvas.oval(x, 114, 5, 6, ink.ink)
        canvas.line([(x - 10, 99 + lift), (x + 10, 98 - lift)], 4, mixed(ink.ink, skin, 0.15))
    canvas.line([(128, 112), (122, 134), (131, 137)], 4, mixed(skin, ink.brick, 0.6))
    canvas.curve([(112, 150), (128, 155 + rng.uniform(0, 5)), (146, 148)], 5, mixed(ink.warm, ink.ink, 0.2))
    for x in (100, 156):
        canvas.shade(circle_points(x, 138, 11), ink.warm, side="bottom", strength=0.25)


def _hair(canvas: Canvas, colour: str, *, kind: int) -> None:
    crowns: tuple[list[Point], ...] = (
        [(80, 112), (80, 62), (128, 34), (176, 62), (176, 112), (160, 84), (128, 78), (98, 84)],
        [(80, 108), (82, 58), (128, 36), (174, 58), (178, 108), (150, 74), (110, 92)],
        [(82, 96), (92, 56), (128, 44), (164, 56), (174, 96), (164, 76), (128, 66), (92, 76)],
        [(76, 100), (70, 70), (92, 40), (128, 28), (164, 40), (186, 70), (180, 100), (166, 82), (128, 74), (90, 82)],
        [(82, 104), (84, 62), (120, 40), (168, 48), (176, 104), (168, 78), (140, 84), (108, 70)],
        [(80, 106), (86, 56), (128, 40), (170, 56), (176, 106), (164, 90), (144, 80), (120, 90), (98, 80)],
    )
    canvas.blob(crowns[kind], colour)
    canvas.shade(smooth(crowns[kind], is_closed=True), canvas.ink.ink, side="right", strength=0.3)
    if kind == 3:
        canvas.circle(128, 28, 19, colour)
    if kind == 2:
        brim = (canvas.ink.near, canvas.ink.warm)[len(colour) % 2]
        canvas.blob([(84, 78), (92, 44), (128, 32), (164, 44), (172, 78)], brim)
        canvas.rect(78, 72, 112, 11, mixed(brim, canvas.ink.ink, 0.4))


def _glasses(canvas: Canvas) -> None:
    for x in (107, 149):
        canvas.ring(x, 115, 19, 4, canvas.ink.ink)
    canvas.line([(126, 113), (130, 113)], 4, canvas.ink.ink)


def _beard(canvas: Canvas, colour: str) -> None:
    canvas.blob([(88, 128), (104, 142), (128, 138), (152, 142), (168, 128), (162, 160), (128, 192), (94, 160)], colour)
    canvas.curve([(114, 154), (128, 158), (142, 154)], 5, canvas.ink.warm)
