"""What pages show, by name, and the news that it has changed. A leaf: imports nothing of ours but config.redis and config.reading.

A view that strangers read says what its page shows: `@kept()` above it, `shows(request, "post:12", …)` in it. A service
says what it changed: `touch("post:12")`, or `withdraw("post:12")` where nobody may see the former state again, not even
for the moment in which the page is made anew. Names are agreed on by those who show and those who change (feed.shown);
`SITE` belongs to every page. config.page_cache keeps the pages; docs/adr/0011 says how.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any, Final, ParamSpec, Protocol, TypeVar

from django.db import transaction
from django.http import HttpRequest
from redis.exceptions import RedisError

from config import reading, redis

P = ParamSpec("P")
R = TypeVar("R")

# What stands around every page: the site's name and words, its categories with their counts.
SITE: Final = "site"
# Where the page cache finds what a page showed; absent where nobody keeps pages.
SHOWN: Final = "broadsheet.shows"
TOUCHED, WITHDRAWN = "touched", "withdrawn"
# So many changes are remembered; a page older than the oldest of them is made anew.
LOG_LENGTH: Final = 10_000
# News that never came shows after so long.
REMEMBER_SECONDS: Final = 60.0

logger = logging.getLogger(__name__)


def log_key() -> str:
    """Key pages:log: stream, an entry for each change: its field says how, its value names what, by spaces."""
    return redis.key("pages", "log")


def touch(*names: str) -> None:
    """After the commit: pages that show any of these are made anew at the next request."""
    _tell_on_commit(TOUCHED, names)


def withdraw(*names: str) -> None:
    """As `touch`; besides, what was made before is never shown again, whatever fails."""
    _tell_on_commit(WITHDRAWN, names)


def kept(*, query: tuple[str, ...] = ()) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A view whose pages may be kept for strangers. `query`: names in the query that change the page.

    Such a view is given nothing of a stranger's request but path, query, host and language.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def keepable(*args: P.args, **kwargs: P.kwargs) -> R:
            return view(*args, **kwargs)

        keepable.kept_query = frozenset(query)  # type: ignore[attr-defined]
        return keepable

    return decorate


def kept_query(view: Any) -> frozenset[str] | None:
    """The names in the query that change the pages of a view; None where its pages are not kept."""
    query: frozenset[str] | None = getattr(view, "kept_query", None)
    return query if query is not None else getattr(getattr(view, "cls", None), "kept_query", None)


def shows(request: HttpRequest, *names: str | Iterable[str]) -> None:
    """Say what the page that is being made depends on; each argument is a name, or several."""
    shown: set[str] | None = request.META.get(SHOWN)
    if shown is None:
        return
    shown.add(SITE)
    for name in names:
        shown.update((name,) if isinstance(name, str) else name)


def is_being_kept(request: HttpRequest) -> bool:
    """Whether the page that is being made will be kept: then it is to be as young as can be."""
    return SHOWN in request.META


class Watcher(Protocol):
    """Knows what has changed (config.page_cache.changes)."""

    def catch_up(self) -> int: ...

    def have_touched(self, names: frozenset[str], *, since: int) -> bool: ...


@dataclass
class _Memory:
    """What this process remembers. `watcher`: None where nobody follows the log, as in tests and commands."""

    watcher: Watcher | None = None
    values: dict[str, tuple[int, float, Any]] = field(default_factory=dict)


_memory = _Memory()


def remember_with(watcher: Watcher | None) -> None:
    """From now on `remembered` remembers; with None it does not."""
    _memory.watcher = watcher


def position() -> int | None:
    """Of the log of changes, now; None where this process does not follow it, or Redis does not answer.

    Where this thread reads from a replica, the position up to which that has followed.
    """
    followed = reading.position()
    if followed is not None:
        return followed
    try:
        return _memory.watcher.catch_up() if _memory.watcher else None
    except RedisError:
        return None


def have_touched(names: frozenset[str], *, since: int) -> bool:
    """Whether anything of these names has changed after a position, as far as `position` has learned."""
    return _memory.watcher is None or _memory.watcher.have_touched(names, since=since)


def remembered(key: str, make: Callable[[], R], *, name: str = SITE) -> R:
    """What `make` answered last, as long as nothing of this name was touched since; shared, so never to be changed."""
    now = position()
    if now is None:
        return make()
    known: tuple[int, float, R] | None = _memory.values.get(key)
    if known and _is_still_true(known[0], known[1], name):
        return known[2]
    made = make()
    _memory.values[key] = (now, time.monotonic(), made)
    return made


def _is_still_true(since: int, at: float, name: str) -> bool:
    is_young = time.monotonic() - at < REMEMBER_SECONDS
    return is_young and not have_touched(frozenset((name,)), since=since)


def _tell_on_commit(how: str, names: tuple[str, ...]) -> None:
    if names:
        transaction.on_commit(partial(_tell, how, names), robust=True)


def tell_of_writing() -> bool:
    """Something was committed: the log moves on, though no page shows it. False where it could not be told."""
    return _tell(TOUCHED, ())


def _tell(how: str, names: tuple[str, ...]) -> bool:
    """A change that cannot be told shows when the pages are too old to be kept: after some seconds."""
    try:
        redis.cache().xadd(log_key(), {how: " ".join(names)}, maxlen=LOG_LENGTH, approximate=True)
    except RedisError as error:
        logger.warning("A change was not told to kept pages: %r (%d names)", error, len(names))
        return False
    return True
