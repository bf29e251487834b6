"""Messages that wait for the next page, in a cookie that only this host can set. A leaf: imports nothing of ours."""

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookie(CookieStorage):
    cookie_name = "__Host-messages"


class OfThisHost(FallbackStorage):
    """As Django's own: a cookie, and the session for what does not fit into it."""

    storage_classes = (HostCookie, SessionStorage)
