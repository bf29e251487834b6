"""Draws the pictures of the demo site and puts them into the media storage."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from demo.images.adverts import SIZES
from demo.images.press import (
    HEIGHT,
    WIDTH,
    AdvertOrder,
    Order,
    PortraitOrder,
    SceneOrder,
    press,
)
from demo.reading import Content, Picture
from feed.text.renditions import WIDTHS, narrower_names, widest_name

# What a picture is of, by kind and name: a post's key, a member's name, a sponsor's art and shape.
Key = tuple[str, ...]


@dataclass(frozen=True)
class Job:
    """An order, and the names for its files, in the same order as its widths."""

    order: Order
    names: tuple[str, ...]


class Album:
    """The pictures of the demo site: their files have names at once, and are there after `store`."""

    def __init__(self, wanted: Mapping[Key, Job]) -> None:
        self._wanted = wanted

    def __len__(self) -> int:
        return len(self._wanted)

    def files(self, *key: str) -> tuple[str, ...]:
        """Names of the files under this key, narrowest first; () for nothing."""
        return self._wanted[key].names if key in self._wanted else ()

    def file(self, *key: str) -> str:
        """Name of the widest file under this key; "" for nothing."""
        return (self.files(*key) or ("",))[-1]

    def store(
        self, printed: Iterable[tuple[bytes, ...]], *, on_picture: Callable[[], None]
    ) -> None:
        """Write the files as they come from the press, in the order of the jobs."""
        for job, files in zip(self._wanted.values(), printed, strict=True):
            for name, data in zip(job.names, files, strict=True):
                default_storage.save(name, ContentFile(data))
            on_picture()

    def discard(self) -> None:
        """Delete what was written."""
        for job in self._wanted.values():
            for name in job.names:
                default_storage.delete(name)


def jobs(content: Content) -> dict[Key, Job]:
    """What has to be drawn. What takes longest comes first, so that no core is left idle at the end."""
    posts: dict[Key, Job] = {
        ("post", post.key): _scene(post.picture) for post in content.posts if post.picture
    }
    adverts: dict[Key, Job] = {
        ("advert", sponsor["art"], shape): _job(AdvertOrder(sponsor["art"], shape), "sponsors")
        for sponsor in content.sponsors
        if "art" in sponsor
        for shape in SIZES
    }
    portraits: dict[Key, Job] = {
        ("member", member.username): _job(PortraitOrder(member.portrait), "avatars")
        for member in content.members
        if member.portrait
    }
    return {**posts, **adverts, **portraits}


@contextmanager
def album_of(content: Content, *, on_picture: Callable[[], None]) -> Iterator[Album]:
    """An album whose pictures are drawn while the block runs, and stored at its end; if it fails, they are not."""
    album = Album(wanted := jobs(content))
    with press([job.order for job in wanted.values()]) as printed:
        try:
            yield album
            album.store(printed, on_picture=on_picture)
        except BaseException:
            album.discard()
            raise


def _scene(picture: Picture) -> Job:
    stem = f"images/{uuid4().hex}"
    narrower = [name for name, _width in narrower_names(stem, WIDTH)]
    order = SceneOrder(picture.scene, picture.palette, picture.seed, WIDTHS)
    return Job(order, (*narrower, widest_name(stem, WIDTH, HEIGHT)))


def _job(order: Order, folder: str) -> Job:
    return Job(order, (f"{folder}/{uuid4().hex}.webp",))
