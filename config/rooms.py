"""Views that few people ever see, imported when one of them is asked for. A leaf: imports nothing of ours."""

from importlib import import_module
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLResolver
from django.urls.resolvers import RoutePattern

# Asked of the view that answers a request, and of no other.
ASKED_OF_ONE: Final = frozenset(("csrf_exempt", "kept_query", "asks_ahead"))


class Room:
    """The views of a module that few people enter, under their names: it is imported when the first of them is asked for."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> "Later":
        return Later(self._module, name)


class Later:
    """A view that is imported when it is first asked for; Django asks it what it asks any other."""

    def __init__(self, module: str, name: str) -> None:
        self.__module__, self.__name__, self.__qualname__ = module, name, name

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = self.__wrapped__(request, *args, **kwargs)
        return answer

    def __getattr__(self, name: str) -> Any:
        """Of the view. What Django asks of all views at once, to find their addresses, imports none."""
        if name in ASKED_OF_ONE:
            return getattr(self.__wrapped__, name)
        raise AttributeError(name)

    @property
    def __wrapped__(self) -> Any:
        return getattr(import_module(self.__module__), self.__name__)


def addresses_later(route: str, module: str, *, namespace: str) -> URLResolver:
    """The `urlpatterns` of a module below a prefix, imported when one of them is first asked for, by address or by name."""
    return _Addresses(RoutePattern(route), module, app_name=namespace, namespace=namespace)


class _Addresses(URLResolver):
    def _populate(self) -> None:
        """Django gathers all names of the site at once; those of a namespace it looks up again, below it."""
