"""What an import finds, whatever system wrote it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Person:
    """Who wrote. `id`: what articles call the person; `email`: "" where it is not told."""

    id: str
    name: str
    email: str = ""
    bio: str = ""


@dataclass(frozen=True)
class Section:
    """A category. `id`: its slug there."""

    id: str
    name: str


@dataclass(frozen=True)
class Remark:
    """A comment. `parent_id`: "" for one on the article itself; `author_id`: the same for the same person."""

    id: str
    parent_id: str
    author_id: str
    author_name: str
    html: str
    written_at: datetime


@dataclass(frozen=True)
class Article:
    """What becomes a post. `line`: where it stands in the file, 0 where that is not known.

    `published_at`: None for a draft; `sections`: the first one becomes the category, the others tags;
    `addresses`: where it stood, without the host; `image_url`: of the picture above it;
    `has_lines`: line ends in its HTML are WordPress's paragraphs.
    """

    id: str
    title: str
    html: str
    author_id: str
    line: int
    published_at: datetime | None
    has_lines: bool = False
    excerpt: str = ""
    sections: tuple[Section, ...] = ()
    tags: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    image_url: str = ""
    image_id: str = ""
    link_url: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture that articles name by its id."""

    id: str
    url: str
    alt: str = ""


@dataclass(frozen=True)
class Origin:
    """Where it all comes from. `source`: the site's address, or what stands for it; `language`: as told there."""

    source: str
    language: str = ""


Item = Origin | Person | Section | Article | Picture
# Called with a line and what was not understood there.
Note = Callable[[int, str], None]


def place_of(url: str) -> str:
    """Path and query of an address; "" for the front page, and for what is no address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return "" if path == "/" else path
