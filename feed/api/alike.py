"""Lists that all strangers' programs read alike: made once by a web process, as the bytes that are sent."""

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from config.freshness import is_being_kept, position, shows
from config.shared import Shared

# About forty kilobytes each.
KEPT_LISTS: Final = 50
# What a list holds, and the names behind it (config.freshness).
Listed = tuple[dict[str, Any], Iterable[str]]


class _Sent(NamedTuple):
    content: str
    names: frozenset[str]


_lists: Shared[_Sent] = Shared(size=KEPT_LISTS)


class Ready(Response):
    """Its content was made before."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.ready = content

    @property
    def rendered_content(self) -> str:
        self["Content-Type"] = self.accepted_renderer.media_type
        return self.ready


def alike(request: Request, make: Callable[[], Listed]) -> Response:
    """What `make` lists for strangers, whatever may be asked of it in the address.

    An answer that is to be kept whole (config.page_cache) is made anew, so that it is never twice as old as it may be.
    """
    asked = request._request
    if position() is None or is_being_kept(asked):
        listed, names = make()
        shows(asked, names)
        return Response(listed)

    def sent() -> _Sent:
        listed, names = make()
        content: Any = request.accepted_renderer.render(listed, request.accepted_media_type, {})
        return _Sent(content, frozenset(names))

    key = (request.build_absolute_uri(), request.accepted_media_type, get_language())
    return Ready(_lists.get(key, sent, names=lambda made: made.names).content)
