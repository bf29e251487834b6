"""Which views strangers may read, and whether they say what may be done with their pages."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from config.freshness import kept_query

# Other people's pages: the admin, sign-in; what only answers programs or leads elsewhere without a page.
NOT_OURS = ("admin/", "accounts/", "api/v1/schema/", "api/v1/docs/", "media/", "fresh/")
LOGIN = "django/contrib/auth/decorators.py"
NEVER_CACHE = "django/views/decorators/cache.py"
METHODS = "django/views/decorators/http.py"


def undecided_views() -> list[str]:
    """Addresses that strangers can read and whose view is neither kept, nor never cached, nor behind sign-in."""
    return sorted(
        address
        for address, view in _views(get_resolver())
        if not address.startswith(NOT_OURS) and not _is_decided(view)
    )


def _views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in resolver.url_patterns:
        address = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield address, entry.callback
        else:
            yield from _views(entry, address)


def _is_decided(view: Callable[..., Any]) -> bool:
    layers = list(_layers(view))
    files = [layer.__code__.co_filename for layer in layers if hasattr(layer, "__code__")]
    is_personal = any(file.endswith((LOGIN, NEVER_CACHE)) for file in files)
    return kept_query(view) is not None or is_personal or any(map(_refuses_get, layers))


def _layers(view: Any) -> Iterator[Any]:
    while view is not None:
        yield view
        view = getattr(view, "__wrapped__", None)


def _refuses_get(layer: Any) -> bool:
    code = getattr(layer, "__code__", None)
    if code is None or not code.co_filename.endswith(METHODS):
        return False
    cells = [cell.cell_contents for cell in layer.__closure__ or ()]
    return any(isinstance(cell, list | tuple) and cell and "GET" not in cell for cell in cells)
