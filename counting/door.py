"""The WSGI wrapper that answers strangers' beacons at once, before Django.

Most requests of a busy site are beacons, and a stranger's needs no session, language, form token, content policy nor
database.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.urls import reverse

from counting.beacon import FROM_WHERE
from counting.receiving import receive

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

ALWAYS: Final = (("X-Content-Type-Options", "nosniff"),)
LINES: Final = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


class BeaconDoor:
    """Wraps the application; one for each process."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.path = reverse("counting:beacon")

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != self.path or not _is_strangers(environ):
            return self.application(environ, start_response)
        length, stream = int(environ["CONTENT_LENGTH"]), environ["wsgi.input"]
        answer = receive(environ, lambda most: stream.read(min(length, most)), host=_unasked)
        body = answer.body.encode()
        headers = [*answer.headers.items(), *ALWAYS, ("Content-Length", str(len(body)))]
        start_response(LINES[answer.status], headers if body else headers[:-1])
        return [body]


def _is_strangers(environ: Environ) -> bool:
    """Whether it is a POST of a known length without a session, from a browser that says where it comes from."""
    return (
        environ["REQUEST_METHOD"] == "POST"
        and FROM_WHERE in environ
        and environ.get("CONTENT_LENGTH", "").isdecimal()
        and f"{settings.SESSION_COOKIE_NAME}=" not in environ.get("HTTP_COOKIE", "")
    )


def _unasked() -> str:
    """Who says where he comes from is not asked which host he spoke to."""
    return ""
