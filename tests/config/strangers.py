"""A stranger who asks the site as a web server does: through the page cache, without Django's test client."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import quote, unquote

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from config.page_cache.application import PageCache


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Site:
    """A web process. `made`: how often Django was asked."""

    def __init__(self, django: Callable[..., Any] | None = None) -> None:
        self._django = django or get_wsgi_application()
        self.made = 0
        self.cache = PageCache(self._counted)

    def _counted(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.made += 1
        return self._django(environ, start_response)

    def get(self, address: str, method: str = "GET", **headers: str) -> Answer:
        path, _question, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": unquote(quote(path, safe="/%"), encoding="latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "198.51.100.7",
            "HTTP_HOST": "testserver",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": StringIO(),
        } | {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        started: list[tuple[str, list[tuple[str, str]]]] = []
        with _connection_stays():
            answer = self.cache(
                environ, lambda status, given, _failure=None: started.append((status, given))
            )
            body = b"".join(answer)
            getattr(answer, "close", lambda: None)()
        status, given = started[-1]
        return Answer(int(status[:3]), dict(given), body)


@contextmanager
def _connection_stays() -> Iterator[None]:
    """The test's own transaction outlives the request, as with Django's test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)
