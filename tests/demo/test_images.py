"""The pictures: the same seed gives the same picture, another seed another one."""

import pytest

from demo.images.adverts import ADVERTS, SIZES, advert
from demo.images.canvas import Canvas
from demo.images.palette import DAY, mixed
from demo.images.portraits import portrait
from demo.images.press import (
    HEIGHT,
    PALETTES,
    SCENES,
    WIDTH,
    PortraitOrder,
    SceneOrder,
    press,
    printed,
)


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_every_scene_fills_its_sheet_with_many_colours(scene: str) -> None:
    picture = SceneOrder(scene, "day", 1).drawn()
    colours = picture.resize((160, 100)).getcolors(16_000)

    assert picture.size == (WIDTH, HEIGHT)
    assert colours
    assert len(colours) > 300


@pytest.mark.parametrize("palette", sorted(PALETTES))
def test_a_scene_repeats_and_differs_by_seed_in_every_palette(palette: str) -> None:
    one, again, other = (SceneOrder("ferry", palette, seed).drawn() for seed in (1, 1, 2))

    assert one.tobytes() == again.tobytes()
    assert one.tobytes() != other.tobytes()


def test_portraits_differ_and_repeat() -> None:
    faces = {portrait(seed).tobytes() for seed in range(1, 25)}

    assert len(faces) == 24
    assert portrait(7).tobytes() in faces


@pytest.mark.parametrize("name", sorted(ADVERTS))
@pytest.mark.parametrize("shape", sorted(SIZES))
def test_a_creative_has_the_size_of_its_slots(name: str, shape: str) -> None:
    assert advert(name, shape).size == SIZES[shape]


def test_an_order_is_printed_once_for_each_width() -> None:
    files = printed(SceneOrder("ferry", "dawn", 1, (480, 960)))

    assert len(files) == 2
    assert all(data[:4] == b"RIFF" and data[8:12] == b"WEBP" for data in files)
    assert len(files[0]) < len(files[1])


def test_worker_processes_print_the_same_as_we_do_and_keep_the_order() -> None:
    orders = [PortraitOrder(seed) for seed in (3, 1, 2)]

    with press(orders) as files:
        assert list(files) == [printed(order) for order in orders]


def test_shading_something_off_the_sheet_changes_nothing() -> None:
    canvas, bare = (Canvas(DAY, width=40, height=40) for _ in range(2))

    canvas.shade([(60, 60), (90, 60), (90, 90)], DAY.ink)

    assert canvas.finished().tobytes() == bare.finished().tobytes()


def test_colours_are_mixed_channel_by_channel() -> None:
    assert mixed("#000000", "#ff8040", 0.5) == "#804020"
