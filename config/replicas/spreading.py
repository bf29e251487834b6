"""The middleware that lets requests read from a replica, and tells all processes when a request has written."""

import logging
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse

from config import freshness, reading
from config.reading import READ_FROM
from config.replicas.following import following
from config.replicas.naming import PRIMARY

# The views that may, asked by GET or HEAD: pages and lists which anybody may see, of everybody's posts.
READERS: Final = frozenset(
    (
        "feed:latest", "feed:hot", "feed:top", "feed:following", "feed:for-you", "feed:fresh",
        "feed:categories", "feed:category", "feed:category-hot", "feed:category-top", "feed:tag", "feed:tag-hot", "feed:tag-top",
        "feed:search", "feed:member", "feed:member-comments", "feed:member-reactions", "feed:post", "feed:series",
        "feed:embed", "feed:oembed", "feed:feed", "feed:category-feed", "feed:tag-feed", "feed:member-feed", "feed:search-feed",
        "feed:comments-feed", "feed:sitemap", "feed:sitemap-sections", "feed:sitemap-posts", "feed:sitemap-members", "feed:sitemap-news",
        "api:post-list", "api:post-detail", "api:comment-detail", "api:category-list", "api:category-detail",
        "api:tag-list", "api:tag-detail", "api:member-detail", "api:member-comments", "api:member-reactions", "api:search-list",
        "api:series-detail", "api:post-comments", "api:post-thread", "api:post-read-more", "api:fresh",
    )
)  # fmt: skip
SAFE: Final = frozenset(("GET", "HEAD"))
# What changes nothing; anything else that the primary is asked counts as written.
READS: Final = ("SELECT", "SET", "SHOW", "SAVEPOINT", "RELEASE", "DECLARE", "FETCH", "CLOSE")
# Who wrote when it could not be told reads from the primary for so long: longer than a replica may be behind.
COOKIE: Final = "wrote"
COOKIE_SECONDS: Final = 60

logger = logging.getLogger(__name__)


class SpreadReading:
    """The outermost, so that it sees how a request ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        written = _Written()
        try:
            with connection.execute_wrapper(written):
                response = self.get_response(request)
        finally:
            server = reading.end()
        if server is not None:
            request.META[READ_FROM] = server
            return self._instead_of(response, request, server)
        if written and not _tell():
            response.set_cookie(
                cookie_name(),
                "1",
                max_age=COOKIE_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Only now it is known what was asked for."""
        match, known = request.resolver_match, following()
        may_read = (
            known is not None
            and request.method in SAFE
            and match is not None
            and match.view_name in READERS
            and cookie_name() not in request.COOKIES
            and READ_FROM not in request.META
        )
        if may_read and known is not None:
            reading.begin(known.choose)

    def _instead_of(
        self, response: HttpResponse, request: HttpRequest, server: str
    ) -> HttpResponse:
        """The answer of the primary where the replica failed in the midst of it: nobody notices but by the time."""
        if server in ("", PRIMARY) or not connections[server].errors_occurred:
            return response
        logger.warning("%s failed while it was read from; the primary answers", server)
        connections[server].close()
        known = following()
        if known is not None:
            known.distrust(server)
        request.META[READ_FROM] = PRIMARY
        return self.get_response(request)


class _Written:
    """Whether a thread has told the primary anything but questions."""

    def __init__(self) -> None:
        self._has = False

    def __bool__(self) -> bool:
        return self._has

    def __call__(self, execute: Callable[..., Any], sql: Any, *rest: Any) -> Any:
        self._has = self._has or not (isinstance(sql, str) and sql.lstrip().startswith(READS))
        return execute(sql, *rest)


def cookie_name() -> str:
    return f"{settings.LOOKS_COOKIE_PREFIX}{COOKIE}"


def _tell() -> bool:
    """After the commit, before the answer: from now on only a replica that has it is read from, by whomever."""
    return freshness.tell_of_writing()
