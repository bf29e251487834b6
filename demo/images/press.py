"""From a short order to finished WebP files; runs in worker processes, so it imports nothing of Django."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from os import cpu_count
from random import Random
from typing import Final

from PIL import Image

from demo.images import palette
from demo.images.adverts import advert
from demo.images.canvas import Canvas
from demo.images.portraits import portrait
from demo.images.scenes import (
    coast,
    harbour,
    indoors,
    outdoors,
    papers,
    sailing,
    streets,
    table,
    town,
    walls,
)

Scene = Callable[[Canvas, Random], None]
SCENES: Final[dict[str, Scene]] = {
    scene.__name__: scene
    for scene in (
        harbour.harbour, harbour.dredger, harbour.anchor,
        sailing.sailing_ship, sailing.ferry, sailing.foggy_river,
        coast.lighthouse, coast.storm_sea, coast.flood_barrier, coast.wading_birds, coast.flooded_street, coast.rowing,
        town.school, town.market_hall, town.town_hall, town.skyline_dusk, town.church_bats, town.solar_roofs,
        streets.tram, streets.tram_bridge, streets.bicycles, streets.crossing,
        indoors.library, indoors.books, indoors.cinema, walls.mural, walls.workbench,
        table.bread_knots, table.bakery, table.food_table,
        outdoors.football, outdoors.allotment,
        papers.chart, papers.weather_map, papers.bells,
    )
}  # fmt: skip
PALETTES: Final = {
    "day": palette.DAY,
    "dawn": palette.DAWN,
    "harvest": palette.HARVEST,
    "dusk": palette.DUSK,
    "night": palette.NIGHT,
    "storm": palette.STORM,
}
WIDTH, HEIGHT = 1600, 1000
# A little softer and faster than what members upload: grain costs bytes that nobody sees.
QUALITY: Final = 70
EFFORT: Final = 1


@dataclass(frozen=True)
class SceneOrder:
    """A lead image. `widths`: of the files wanted, in pixels, narrowest first."""

    scene: str
    palette: str
    seed: int
    widths: tuple[int, ...] = (WIDTH,)

    def drawn(self) -> Image.Image:
        """The picture at 1600 × 1000; a pure function of the order."""
        canvas = Canvas(PALETTES[self.palette])
        SCENES[self.scene](canvas, Random(f"{self.scene} {self.seed}"))
        return canvas.finished()


@dataclass(frozen=True)
class PortraitOrder:
    """A member's picture."""

    seed: int
    widths: tuple[int, ...] = ()

    def drawn(self) -> Image.Image:
        return portrait(self.seed)


@dataclass(frozen=True)
class AdvertOrder:
    """A creative's picture; `shape`: one of adverts.SIZES."""

    name: str
    shape: str
    widths: tuple[int, ...] = ()

    def drawn(self) -> Image.Image:
        return advert(self.name, self.shape)


Order = SceneOrder | PortraitOrder | AdvertOrder


def printed(order: Order) -> tuple[bytes, ...]:
    """The picture as WebP: one file for each width, or one at its own size where none is asked for."""
    picture = order.drawn()
    return tuple(_encoded(picture, width) for width in order.widths or (picture.width,))


@contextmanager
def press(orders: Sequence[Order]) -> Iterator[Iterator[tuple[bytes, ...]]]:
    """Draw on all cores while the block runs; it is given the files of each order, in their order.

    What is not drawn yet when the block fails is not drawn any more.
    """
    context = multiprocessing.get_context("spawn")
    workers = ProcessPoolExecutor(max_workers=cpu_count() or 1, mp_context=context)
    try:
        yield workers.map(printed, orders)
    finally:
        workers.shutdown(cancel_futures=True)


def _encoded(picture: Image.Image, width: int) -> bytes:
    size = (width, round(picture.height * width / picture.width))
    small = picture if size == picture.size else picture.resize(size, Image.Resampling.BICUBIC)
    buffer = BytesIO()
    small.save(buffer, "WEBP", quality=QUALITY, method=EFFORT)
    return buffer.getvalue()
