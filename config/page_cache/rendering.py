"""Making a page for strangers: from what is in its key and nothing else, so that nobody can smuggle in more."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.urls import Resolver404, resolve

from config.freshness import SHOWN, kept_query
from config.page_cache.copies import Headers
from config.page_cache.requests import Environ, Wanted, names_in
from config.reading import READ_FROM
from config.thrift import with_room

Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

# Of the stranger's own headers a page gets these: the proxy's word, and who asks, for limits on how often.
PASSED_ON: Final = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR")
PRIVATE: Final = ("no-store", "private", "no-cache")


@dataclass(frozen=True)
class Rendered:
    """An answer of the application. `names`: what the page showed; None where it may not be kept."""

    status: str
    headers: Headers
    body: bytes
    names: frozenset[str] | None

    @property
    def has_failed(self) -> bool:
        return self.status.startswith("5")


def is_kept(wanted: Wanted) -> bool:
    """Whether the view of this address keeps its pages, and knows all that the query asks for."""
    try:
        query = kept_query(resolve(wanted.path).func)
    except (Resolver404, ValueError):
        return False
    return query is not None and (not wanted.query or names_in(wanted.query) <= query)


@with_room
def render(application: Application, environ: Environ, wanted: Wanted) -> Rendered:
    """Ask the application for the page as any stranger would who wants the same."""
    asked = _plain(environ, wanted)
    started: list[tuple[str, Headers]] = []

    def start_response(status: str, headers: Headers, _failure: Any = None) -> None:
        started.append((status, headers))

    answer = application(asked, start_response)
    try:
        body = b"".join(answer)
    finally:
        getattr(answer, "close", lambda: None)()
    if READ_FROM in asked:
        environ[READ_FROM] = asked[READ_FROM]
    status, headers = started[-1]
    names = frozenset(asked.get(SHOWN) or ())
    is_for_all = bool(names) and _is_for_all(status, headers, asked)
    return Rendered(status, headers, body, names if is_for_all else None)


def _plain(environ: Environ, wanted: Wanted) -> Environ:
    """The request without anything that is not in the key."""
    plain = {
        name: value
        for name, value in environ.items()
        if not name.startswith("HTTP_") or name in PASSED_ON
    }
    plain |= {
        "REQUEST_METHOD": "GET",
        "HTTP_HOST": wanted.host,
        "PATH_INFO": wanted.path,
        "QUERY_STRING": wanted.query,
        "HTTP_ACCEPT_LANGUAGE": wanted.language,
        "wsgi.input": BytesIO(),
        "CONTENT_LENGTH": "0",
        SHOWN: set(),
    }
    plain.pop("CONTENT_TYPE", None)
    return plain


def _is_for_all(status: str, headers: Headers, asked: Environ) -> bool:
    """No error, no cookie, no form token, and nothing that says that it is for one reader."""
    said = {name.lower(): value.lower() for name, value in headers}
    return (
        status.startswith("200")
        and "set-cookie" not in said
        and "CSRF_COOKIE" not in asked
        and not any(word in said.get("cache-control", "") for word in PRIVATE)
        and settings.SESSION_COOKIE_NAME not in said.get("set-cookie", "")
    )
