"""Posts, comments and people of another system into this site, a batch of posts with what belongs to them at a time.

A row from elsewhere is known by its source and its id there, so that a stopped import is simply started again, and a
second run takes in what is new and changes nothing else.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Final

from django.utils import timezone

from config.freshness import SITE, withdraw
from exchange.errors import UnreadableError
from exchange.models import RowKind
from exchange.services.desk import Choices, Desk, Report
from exchange.services.drafting import body_of, key_of, look_through, prepare
from exchange.services.intake import keep_picture, take_in
from exchange.sources.feeds import read_feed_file
from exchange.sources.ghost import read_ghost
from exchange.sources.items import Article, Item, Origin, Person, Picture
from exchange.sources.wxr import read_wxr

# So many posts come in one transaction, or fewer where they are long: it is over in half a second, and memory does not grow.
BATCH: Final = 25
BATCH_CHARACTERS: Final = 1_000_000
HEAD_BYTES: Final = 4_096
Reader = Callable[..., Iterator[Item]]


def reader_of(head: bytes) -> Reader:
    """Who reads a file that begins like this. Raises UnreadableError."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return read_feed_file if b"jsonfeed.org" in head else read_ghost
    text = start.replace(b"\0", b"")
    if text.startswith((b"<", b"\xff\xfe<", b"\xfe\xff<")):
        return read_wxr if b"wordpress.org/export" in text else read_feed_file
    raise UnreadableError(
        "This is none of the formats that are read: an archive of Broadsheet, WXR, Ghost, RSS, Atom, JSON Feed."
    )


def import_file(file: IO[bytes], *, choices: Choices, now: datetime | None = None) -> Report:
    """Take in what a file holds. Nobody is notified, and no list shows it as new.

    Raises:
        UnreadableError: the file is damaged; what stands before that place has come in.
    """
    intake = _Intake(Desk(choices), now or timezone.now())
    read = reader_of(file.read(HEAD_BYTES))
    file.seek(0)
    try:
        for item in read(file, note=intake.desk.report.note):
            intake.take(item)
        intake.flush()
    except UnreadableError:
        intake.flush()
        raise
    finally:
        withdraw(SITE)
    _note_missing(intake.desk)
    return intake.desk.report


@dataclass
class _Intake:
    """Gathers articles until there are enough for a transaction."""

    desk: Desk
    now: datetime
    _waiting: dict[str, Article] = field(default_factory=dict)
    _characters: int = 0

    def take(self, item: Item) -> None:
        match item:
            case Origin():
                self.flush()
                self.desk.begin(item.source, item.language)
            case Person() if not self.desk.choices.is_dry:
                self.desk.member(item)
            case Picture():
                keep_picture(item, self.desk)
            case Article():
                self._take_article(item)

    def _take_article(self, article: Article) -> None:
        if self.desk.choices.is_dry:
            body_of(article, self.desk)
            self.desk.report.counts.update(posts=1, comments=len(article.remarks))
            return
        if key_of(article) in self._waiting:
            self.flush()
        self._waiting[key_of(article)] = article
        self._characters += len(article.html) + sum(len(one.html) for one in article.remarks)
        if len(self._waiting) >= BATCH or self._characters >= BATCH_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Take in what waits; only what did not come in before is converted."""
        waiting, self._waiting, self._characters = self._waiting, {}, 0
        if not waiting:
            return
        known = self.desk.known(RowKind.POST, waiting)
        prepared = {}
        for key, article in waiting.items():
            if key in known:
                look_through(article, self.desk)
            else:
                body = body_of(article, self.desk)
                prepared[key] = prepare(article, body, self.desk, now=self.now)
        take_in(waiting, prepared, self.desk, now=self.now)


def _note_missing(desk: Desk) -> None:
    if missing := len(desk.waiting_for_picture):
        desk.report.note(0, f"{missing} pictures that stand above posts are not in the file.")
