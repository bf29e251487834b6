"""The client's address and the typed request. A leaf: imports nothing of ours."""

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request after our middleware."""

    htmx: "HtmxDetails"


def client_address(request: HttpRequest) -> str:
    """The visitor's address, as `address_in` finds it."""
    return address_in(request.META)


def address_in(meta: Mapping[str, Any]) -> str:
    """The visitor's address, as the outermost trusted proxy saw it; `meta`: a request as WSGI has it.

    With n trusted proxies it is the n-th entry of X-Forwarded-For from the right: what stands to the left
    was written by the client and proves nothing. Falls back to the peer's address; "" if there is none.
    """
    peer = str(meta.get("REMOTE_ADDR") or "")
    depth: int = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return _normalised(hops[-depth] if 0 < depth <= len(hops) else peer) or peer


@lru_cache(maxsize=1_024)
def _normalised(address: str) -> str:
    """As Python writes it; nothing for what is no address."""
    try:
        return str(ip_address(address))
    except ValueError:
        return ""
