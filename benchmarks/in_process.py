"""A request as a web server would hand it over, to an application in the same process."""

import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any


def ask(application: Callable[..., Any], path: str, *, cookie: str, **more: str) -> dict[str, Any]:
    """Ask for a page past the kept ones, and end the process where it is not there.

    `more`: further entries of the request, as WSGI names them. Returns what the request held in the end.
    """
    where, _question, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET", "PATH_INFO": where, "QUERY_STRING": query, "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1", "HTTP_COOKIE": cookie,
        "HTTP_RANGE": "bytes=0-",  # past the kept pages
        "HTTP_ACCEPT_ENCODING": "br, gzip",  # as browsers and libraries ask
        "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr,
        **more,
    }  # fmt: skip
    started: list[str] = []
    answer = application(environ, lambda status, *_rest: started.append(status))
    b"".join(answer)
    getattr(answer, "close", lambda: None)()
    if not started[-1].startswith("200"):
        sys.exit(f"{path} answers {started[-1]}")
    return environ
