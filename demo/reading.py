"""Reads the content files; knows nothing of the database. content/README.md describes the format."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from demo.errors import ContentError

FOLDER: Final = Path(__file__).parent / "content"
FENCE: Final = "+++\n"
COMMENTS: Final = "\n=== comments ===\n"
COMMENT_LINE: Final = re.compile(r"^(>*)@([\w-]+) \+([\dmhd ]+?)(?: (held|hidden))?$", re.MULTILINE)
LINK: Final = re.compile(r"\]\(post:([a-z0-9-]+)\)")
UNITS: Final = {"d": "days", "h": "hours", "m": "minutes"}
CREDIT: Final = "Illustration: the Courant"


@dataclass(frozen=True)
class Picture:
    """A lead image: what to draw, and the words that go with it."""

    scene: str
    palette: str
    seed: int
    alt: str
    caption: str
    credit: str = CREDIT


@dataclass(frozen=True)
class CommentText:
    """A comment. `parent`: index, in the same post's comments, of the one it answers; `delay`: after the post."""

    author: str
    delay: timedelta
    body: str
    depth: int
    parent: int | None
    status: str


@dataclass(frozen=True)
class PollText:
    """A question under a post. `answers`: each with how many members gave it; `closes`: after loading, None for never."""

    question: str
    answers: tuple[tuple[str, int], ...]
    closes: timedelta | None = None


@dataclass(frozen=True)
class PostText:
    """A post. `age`: before the moment of loading; `body` still has `post:` links in it."""

    key: str
    number: int
    title: str
    author: str
    category: str
    age: timedelta
    body: str
    tags: tuple[str, ...] = ()
    language: str = "en"
    status: str = "published"
    views: int = 0
    is_featured: bool = False
    series: str = ""
    poll: PollText | None = None
    picture: Picture | None = None
    comments: tuple[CommentText, ...] = ()

    @property
    def links(self) -> list[str]:
        """Keys of the posts that it links to."""
        return LINK.findall(self.body)


@dataclass(frozen=True)
class MemberText:
    """A member. `joined_days`: before the moment of loading; `portrait`: number of the face, or None.

    `follows`: a member as "@name", a category by its slug, a tag as "#slug".
    """

    username: str
    display_name: str
    joined_days: int
    trust: str = "NEW"
    bio: str = ""
    language: str = ""
    portrait: int | None = None
    follows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """Everything. `posts`: oldest first; `categories`: in the order of the menu; `tags`: slug to name."""

    site: Mapping[str, str]
    categories: tuple[Mapping[str, str], ...]
    tags: Mapping[str, str]
    members: tuple[MemberText, ...]
    spammers: tuple[MemberText, ...]
    sponsors: tuple[Mapping[str, Any], ...]
    posts: tuple[PostText, ...] = field(repr=False)

    def without_pictures(self) -> "Content":
        """The same words; loading them takes a second."""
        return replace(
            self,
            members=tuple(replace(member, portrait=None) for member in self.members),
            sponsors=tuple(
                {name: value for name, value in row.items() if name != "art"}
                for row in self.sponsors
            ),
            posts=tuple(replace(post, picture=None) for post in self.posts),
        )


@cache
def read_content() -> Content:
    """All content files, parsed.

    Raises:
        ContentError: a file is not as the README says.
    """
    site, people = _toml("site.toml"), _toml("members.toml")
    posts = [_post(path) for path in sorted((FOLDER / "posts").glob("*.md"))]
    return Content(
        site=site["site"],
        categories=tuple(site["categories"]),
        tags=site["tags"],
        members=tuple(_member(row) for row in people["members"]),
        spammers=tuple(_member(row) for row in people["spammers"]),
        sponsors=tuple(_toml("sponsors.toml")["sponsors"]),
        posts=tuple(sorted(posts, key=lambda post: (-post.age, post.number))),
    )


def duration(text: str) -> timedelta:
    """`"3d 4h"`, `"1h20m"` or `"50m"` as a length of time.

    Raises:
        ValueError: it is none.
    """
    parts = re.findall(r"(\d+)([dhm])", text)
    if not parts or "".join(f"{count}{unit}" for count, unit in parts) != text.replace(" ", ""):
        raise ValueError(text)
    return timedelta(**{UNITS[unit]: int(count) for count, unit in parts})


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _member(row: dict[str, Any]) -> MemberText:
    fields = {name: value for name, value in row.items() if name not in ("joined", "follows")}
    return MemberText(joined_days=row["joined"], follows=tuple(row.get("follows", ())), **fields)


def _post(path: Path) -> PostText:
    number, _, key = path.stem.partition("-")
    try:
        _, head, text = path.read_text(encoding="utf-8").split(FENCE, 2)
        fields = tomllib.loads(head)
        body, _, thread = text.partition(COMMENTS)
        image = fields.pop("image", None)
        return PostText(
            key=key,
            number=int(number),
            age=duration(fields.pop("age")),
            body=body.strip(),
            tags=tuple(fields.pop("tags", ())),
            is_featured=fields.pop("featured", False),
            poll=_poll(fields.pop("poll", None)),
            picture=Picture(**image) if image else None,
            comments=_comments(thread),
            **fields,
        )
    except (ValueError, TypeError, KeyError) as error:
        raise ContentError(path.name, str(error)) from error


def _poll(row: dict[str, Any] | None) -> PollText | None:
    if row is None:
        return None
    closes = row.get("closes")
    answers = tuple((str(text), int(votes)) for text, votes in row["answers"])
    return PollText(row["question"], answers, duration(closes) if closes else None)


def _comments(thread: str) -> tuple[CommentText, ...]:
    parts = COMMENT_LINE.split(thread)
    if parts[0].strip():
        raise ValueError(f"no comment's line: {parts[0].strip()[:40]!r}")
    comments: list[CommentText] = []
    above: list[int] = []
    for start in range(1, len(parts), 5):
        marks, author, delay, status, body = parts[start : start + 5]
        depth = len(marks)
        if depth > len(above):
            raise ValueError(f"the comment by {author} after {delay} answers nothing")
        del above[depth:]
        parent = above[-1] if above else None
        above.append(len(comments))
        comments.append(
            CommentText(author, duration(delay), body.strip(), depth, parent, status or "published")
        )
    return tuple(comments)
