"""The client's address and the typed request. A leaf: imports nothing of ours."""

from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request after our middleware."""

    htmx: "HtmxDetails"


def client_address(request: HttpRequest) -> str:
    """The visitor's address, as the outermost trusted proxy saw it.

    With n trusted proxies it is the n-th entry of X-Forwarded-For from the right: what stands to the left
    was written by the client and proves nothing. Falls back to the peer's address; "" if there is none.
    """
    peer = str(request.META.get("REMOTE_ADDR") or "")
    depth: int = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    candidate = hops[-depth] if 0 < depth <= len(hops) else peer
    try:
        return str(ip_address(candidate))
    except ValueError:
        return peer
