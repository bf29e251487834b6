"""Messages that wait for the next page, in a cookie that only this host can set; looked for only where somebody asks.

A leaf: imports nothing of ours.
"""

from typing import Any, Final

from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.messages.storage import default_storage
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject, empty


class HostCookie(CookieStorage):
    cookie_name = "__Host-messages"


class OfThisHost(FallbackStorage):
    """As Django's own: a cookie, and the session for what does not fit into it."""

    storage_classes = (HostCookie, SessionStorage)


# Where there is a message, there is one of these, even where most of it stands in the session.
COOKIES: Final = frozenset((CookieStorage.cookie_name, HostCookie.cookie_name))


class MessagesWhenAsked(MessageMiddleware):
    """Django's, which makes places for messages at each request, though few have any."""

    def process_request(self, request: HttpRequest) -> None:
        request._messages = SimpleLazyObject(lambda: default_storage(request))  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        return response if _is_untouched(request) else super().process_response(request, response)


def waiting(request: HttpRequest) -> Any:
    """What waits to be said on the page that is being made."""
    if _is_untouched(request) and COOKIES.isdisjoint(request.COOKIES):
        return ()
    return get_messages(request)


def _is_untouched(request: HttpRequest) -> bool:
    return getattr(getattr(request, "_messages", None), "_wrapped", None) is empty
