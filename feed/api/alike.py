"""Answers that all strangers' programs read alike: made once by a web process, as the bytes that are sent."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Final, NamedTuple

from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from config.freshness import is_being_kept, position, shows
from config.shared import Shared

# About forty kilobytes each.
KEPT_ANSWERS: Final = 100
KEPT_BYTES: Final = 4_000_000


class Told(NamedTuple):
    """What is answered, and the names behind it (config.freshness). `version`: of what is editable in it, or ""."""

    data: Any
    names: Iterable[str]
    version: str = ""


class _Sent(NamedTuple):
    """`packed`: the content in the encodings that were asked for so far (config.compression)."""

    content: bytes
    names: frozenset[str]
    version: str
    packed: dict[str, bytes]


_answers: Shared[_Sent] = Shared(
    size=KEPT_ANSWERS, most_bytes=KEPT_BYTES, weigh=lambda sent: len(sent.content)
)


class Ready(Response):
    """Its content was made before, and is compressed once in each encoding."""

    def __init__(self, sent: _Sent) -> None:
        super().__init__()
        self.ready, self.packed = sent.content, sent.packed

    @property
    def rendered_content(self) -> bytes:  # type: ignore[override]  # REST framework's are bytes, too
        self["Content-Type"] = self.accepted_renderer.media_type
        return self.ready


def alike(
    request: Request, make: Callable[[], Told], *, key: Hashable = None
) -> tuple[Response, str]:
    """What `make` tells strangers, whatever may be asked of it in the address; and its version.

    An answer that is to be kept whole (config.page_cache) is made anew, so that it is never twice as old as it may be.
    `key`: whatever else it depends on.
    """
    asked = request._request
    if position() is None or is_being_kept(asked):
        told = make()
        shows(asked, told.names)
        return Response(told.data), told.version

    def sent() -> _Sent:
        told = make()
        content: Any = request.accepted_renderer.render(told.data, request.accepted_media_type, {})
        return _Sent(content, frozenset(told.names), told.version, {})

    address = request.build_absolute_uri()
    whole = (address, key, request.accepted_media_type, get_language())
    found = _answers.get(whole, sent, names=lambda made: made.names)
    return Ready(found), found.version
