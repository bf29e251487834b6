"""Where copies are: those used last in this process, all of them in Redis for the other processes."""

from collections import OrderedDict
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from typing import Final

from django.conf import settings
from redis.exceptions import RedisError

from config import redis
from config.bootstrap import ROOT
from config.page_cache.copies import KEEP_SECONDS, PageCopy
from config.page_cache.requests import Wanted

MAX_BYTES: Final = 8_000_000
# What a search or a place deep in a list shows is seldom wanted twice; it does not push out the rest.
KEEP_QUERY_SECONDS: Final = 300
# A process that dies while it makes a page holds up the others for so long at most.
LEASE_MILLISECONDS: Final = 5_000
# A change to any of these may change any page: copies of another release are not looked at.
RELEASED: Final = ("**/*.html", "**/*.mo", "**/*.py", "**/*.css", "**/*.js")
FOLDERS: Final = (
    "accounts",
    "config",
    "counting",
    "feed",
    "moderation",
    "sponsors",
    "templates",
    "locale",
    "static",
)


class Shelf:
    """Copies by what was asked for; those in this process in the order of their use."""

    def __init__(self) -> None:
        self._here: OrderedDict[Wanted, PageCopy] = OrderedDict()
        self._bytes = 0

    def here(self, wanted: Wanted) -> PageCopy | None:
        copy = self._here.get(wanted)
        if copy is not None:
            with suppress(KeyError):  # another thread took it away
                self._here.move_to_end(wanted)
        return copy

    def elsewhere(self, wanted: Wanted) -> PageCopy | None:
        """What another process made. Raises RedisError."""
        packed = redis.cache().get(_page_key(wanted))
        if not isinstance(packed, bytes):
            return None
        copy = PageCopy.unpack(packed)
        self._put_here(wanted, copy)
        return copy

    def put(self, wanted: Wanted, copy: PageCopy) -> None:
        """Keep a copy, and end the lease. Key page:<digest>: string, a packed copy, kept for an hour."""
        self._put_here(wanted, copy)
        seconds = KEEP_QUERY_SECONDS if wanted.query else KEEP_SECONDS
        with suppress(RedisError):
            pipe = redis.cache().pipeline(transaction=False)
            pipe.set(_page_key(wanted), copy.pack(), ex=seconds)
            pipe.delete(_lease_key(wanted))
            pipe.execute()

    def remove(self, wanted: Wanted) -> None:
        copy = self._here.pop(wanted, None)
        self._bytes -= copy.size if copy else 0
        with suppress(RedisError):
            redis.cache().delete(_page_key(wanted), _lease_key(wanted))

    def lease(self, wanted: Wanted) -> bool:
        """Whether the caller is the one of all processes who makes the page now. Key page:<digest>:lease: string."""
        with suppress(RedisError):
            return bool(redis.cache().set(_lease_key(wanted), "", nx=True, px=LEASE_MILLISECONDS))
        return True

    def _put_here(self, wanted: Wanted, copy: PageCopy) -> None:
        former = self._here.pop(wanted, None)
        self._here[wanted] = copy
        self._bytes += copy.size - (former.size if former else 0)
        while self._bytes > MAX_BYTES and len(self._here) > 1:
            _oldest, gone = self._here.popitem(last=False)
            self._bytes -= gone.size


def _page_key(wanted: Wanted) -> str:
    digest = blake2b(digest_size=16, key=_release())
    digest.update("\0".join(wanted).encode(errors="surrogatepass"))
    return redis.key("page", digest.hexdigest())


def _lease_key(wanted: Wanted) -> str:
    return f"{_page_key(wanted)}:lease"


@cache
def _release() -> bytes:
    """Names the code, the words and the settings that make pages; the same in every process of a release."""
    digest = blake2b(f"{settings.BASE_URL}\n{settings.SECRET_KEY}".encode(), digest_size=32)
    for folder in FOLDERS:
        for pattern in RELEASED:
            for path in sorted((ROOT / folder).glob(pattern)):
                digest.update(path.read_bytes())
    return digest.digest()
