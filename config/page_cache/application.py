"""The WSGI wrapper: answers strangers from a kept page while it is true, and everybody else by the application."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from redis.exceptions import RedisError

from config.page_cache.changes import Changes
from config.page_cache.copies import Headers, PageCopy, encoding_for
from config.page_cache.rendering import Application, Rendered, is_kept, render
from config.page_cache.requests import Environ, Wanted, wanted_by
from config.page_cache.shelf import Shelf

# After a page could not be made, copies stand in for so long before the next one is tried.
REST_SECONDS: Final = 5.0
STALE: Final = ("Warning", '110 - "Response is Stale"')
# Where whoever counts finds what became of a stranger's request for a page; absent where it was not asked for one.
OUTCOME: Final = "broadsheet.page"
NOT_IN_304: Final = frozenset(("content-type", "content-encoding", "content-length"))


@dataclass(frozen=True, slots=True)
class Stranger:
    """One request for a page that may be kept. `position`: in the log of changes, before anything was read."""

    wanted: Wanted
    environ: Environ
    start_response: Callable[..., Any]
    position: int

    def give(self, copy: PageCopy, *, is_stale: bool = False) -> list[bytes]:
        """The copy in an encoding that the sender reads, or 304 where it has these bytes."""
        self.environ.setdefault(OUTCOME, "stale" if is_stale else "kept")
        headers, body = copy.answer(encoding_for(self.environ.get("HTTP_ACCEPT_ENCODING", "")))
        if is_stale:
            headers = [*headers, STALE, ("Age", str(int(time.time() - copy.made_at)))]
        if copy.is_known_to(self.environ):
            kept = [pair for pair in headers if pair[0].lower() not in NOT_IN_304]
            self.start_response("304 Not Modified", kept)
            return []
        return self.send("200 OK", headers, body)

    def send(self, status: str, headers: Headers, body: bytes) -> list[bytes]:
        self.start_response(status, headers)
        return [] if self.environ["REQUEST_METHOD"] == "HEAD" else [body]


class PageCache:
    """Wraps the application; one for each process."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.changes = Changes()
        self.shelf = Shelf()
        self._locks: dict[Wanted, threading.Lock] = {}
        self._rests_until = 0.0

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        wanted = wanted_by(environ)
        if wanted is None:
            return self.application(environ, start_response)
        try:
            stranger = Stranger(wanted, environ, start_response, self.changes.catch_up())
            copy = self.shelf.here(wanted)
            if copy is not None and self._is_true(copy):
                return stranger.give(copy)
            if copy is None and not is_kept(wanted):
                return self.application(environ, start_response)
            copy = self._newest(copy, wanted)
        except RedisError:
            return self.application(environ, start_response)
        if copy is None or not self._is_true(copy):
            return self._make(stranger, copy)
        return stranger.give(copy)

    def _is_true(self, copy: PageCopy) -> bool:
        return copy.is_young() and not self.changes.have_touched(copy.names, since=copy.as_of)

    def _newest(self, copy: PageCopy | None, wanted: Wanted) -> PageCopy | None:
        """The others' copy, or this process's; None where what it shows was withdrawn since. Raises RedisError."""
        newest = self.shelf.elsewhere(wanted) or copy
        if newest is None or self.changes.have_withdrawn(newest.names, since=newest.as_of):
            return None
        return newest

    def _make(self, stranger: Stranger, copy: PageCopy | None) -> Iterable[bytes]:
        """Make the page anew, unless there is a copy to show and somebody else makes it, or making just failed."""
        wanted = stranger.wanted
        if copy is not None and (self._is_resting() or not self.shelf.lease(wanted)):
            return stranger.give(copy, is_stale=True)
        with self._alone(wanted):
            made = self.shelf.here(wanted)  # by the thread that was waited for
            if made is not None and made is not copy and self._is_true(made):
                return stranger.give(made)
            stranger.environ[OUTCOME] = "made"
            rendered = render(self.application, stranger.environ, wanted)
            return self._settle(stranger, rendered, copy)

    def _settle(
        self, stranger: Stranger, rendered: Rendered, copy: PageCopy | None
    ) -> Iterable[bytes]:
        """Keep what was made; where it failed the copy stands in, for the failure lasts and asking again costs."""
        if rendered.has_failed:
            self._rests_until = time.monotonic() + REST_SECONDS
            if copy is not None:
                return stranger.give(copy, is_stale=True)
        elif rendered.names is None:
            self.shelf.remove(stranger.wanted)
        else:
            made = PageCopy.of(
                rendered.body,
                headers=rendered.headers,
                names=rendered.names,
                as_of=stranger.position,
            )
            self.shelf.put(stranger.wanted, made)
            return stranger.give(made)
        return stranger.send(rendered.status, rendered.headers, rendered.body)

    def _is_resting(self) -> bool:
        return time.monotonic() < self._rests_until

    @contextmanager
    def _alone(self, wanted: Wanted) -> Iterator[None]:
        """Of the threads of this process, one makes a page; the others wait for it."""
        lock = self._locks.setdefault(wanted, threading.Lock())
        try:
            with lock:
                yield
        finally:
            self._locks.pop(wanted, None)
