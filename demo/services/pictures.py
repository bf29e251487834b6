"""Draws the pictures of the demo site and puts them into the media storage."""

from collections.abc import Callable, Iterator
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
    print_all,
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
    """Names of the stored files, by what they show."""

    def __init__(self) -> None:
        self._names: dict[Key, list[str]] = {}

    def __len__(self) -> int:
        return len(self._names)

    def keep(self, key: Key, names: tuple[str, ...], files: tuple[bytes, ...]) -> None:
        stored = self._names.setdefault(key, [])
        for name, data in zip(names, files, strict=True):
            stored.append(default_storage.save(name, ContentFile(data)))

    def files(self, *key: str) -> list[str]:
        """What was stored under this key, narrowest first; [] for nothing."""
        return self._names.get(key, [])

    def file(self, *key: str) -> str:
        """The widest file under this key; "" for nothing."""
        return self.files(*key)[-1] if key in self._names else ""

    def discard(self) -> None:
        """Delete all files again."""
        for names in self._names.values():
            for name in names:
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
def printed_album(content: Content, *, on_picture: Callable[[], None]) -> Iterator[Album]:
    """All pictures, drawn and stored; deleted again if the block fails."""
    album = Album()
    wanted = jobs(content)
    printed = print_all([job.order for job in wanted.values()])
    try:
        for (key, job), files in zip(wanted.items(), printed, strict=True):
            album.keep(key, job.names, files)
            on_picture()
        yield album
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
