"""What views say of themselves for the description of the API, applied when somebody asks for it.

drf-spectacular makes a class with twenty methods for each saying, and brings test clients and a template engine with it. Few
web processes are ever asked for the description.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar

from django.conf import settings

View = TypeVar("View")
Decorator = Callable[[Any], Any]

_waiting: list[tuple[Any, Callable[[], Decorator]]] = []


def extend_schema(**words: Any) -> "_Waiting":
    """As drf-spectacular's own, which takes the same words."""
    return _Waiting(lambda: _library().extend_schema(**words))


def extend_schema_view(**methods: "_Waiting") -> "_Waiting":
    """As drf-spectacular's own; its arguments are those that `extend_schema` answers."""
    return _Waiting(
        lambda: _library().extend_schema_view(
            **{name: each.decorator() for name, each in methods.items()}
        )
    )


def describe_all() -> None:
    """Let all that waited take its place; twice does no harm."""
    import accounts.api.schema  # noqa: F401  (registers itself)

    import_module(settings.ROOT_URLCONF)  # all views
    while _waiting:
        view, decorator = _waiting.pop(0)
        decorator()(view)


class _Waiting:
    def __init__(self, decorator: Callable[[], Decorator]) -> None:
        self.decorator = decorator

    def __call__(self, view: View) -> View:
        """A method that is wrapped by others later shares `kwargs`, in which the library keeps what it is told."""
        if not isinstance(view, type) and not hasattr(view, "kwargs"):
            view.kwargs = {}  # type: ignore[attr-defined]
        _waiting.append((view, self.decorator))
        return view


def _library() -> Any:
    from drf_spectacular import utils

    return utils
