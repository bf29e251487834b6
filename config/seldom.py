"""Modules that stand empty until something of them is asked for: libraries import what they might need with what they need.

A leaf: imports the standard library alone, so that it comes before all others.
"""

import sys
import threading
from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any


def import_seldom(names: Iterable[str]) -> None:
    """From now on these modules are made when something of them is first asked for.

    One that is imported already stays; so does one of which something is imported by name (`from module import name`), at once.
    """
    known = frozenset(names)
    sys.meta_path.insert(0, _Finder(known))
    for name in known:  # a part of a package is looked for in the package, which would fill it
        if name.rpartition(".")[0] in known:
            import_module(name)


def import_without(name: str, missing: Iterable[str]) -> None:
    """Import a module as if others were not there, which it takes where it finds them; afterwards they can be imported as any."""
    hidden = [each for each in missing if each not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # Python's own sign for this
    try:
        import_module(name)
    finally:
        for each in hidden:
            del sys.modules[each]


class _Finder(MetaPathFinder):
    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: Any = None) -> ModuleSpec | None:  # fmt: skip
        if fullname not in self._names:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Waiting(spec.loader)
        return spec


class _Waiting(Loader):
    """Leaves the module empty. (`importlib.util.LazyLoader` would fill a package as soon as a part of it is imported.)"""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> "_Empty":
        return _Empty(spec.name)

    def exec_module(self, module: Any) -> None:
        module.__loader__ = module.__spec__.loader = self._loader
        module.__dict__["__lock__"] = threading.RLock()


class _Empty(ModuleType):
    """A module until something of it is asked for; then it is one like others."""

    def __getattr__(self, name: str) -> Any:
        """What Python asks of each module by itself (`__all__`, `__wrapped__`) fills none."""
        if name.startswith("__") and name != "__version__":
            raise AttributeError(name)
        with self.__dict__["__lock__"]:
            if isinstance(self, _Empty):
                self._fill(name)
        return getattr(self, name)

    def _fill(self, name: str) -> None:
        if self.__dict__.get("__is_filling__"):  # by this very thread: the others wait for the lock
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r} yet")
        self.__dict__["__is_filling__"] = True
        try:
            self.__dict__["__loader__"].exec_module(self)
            self.__class__ = ModuleType  # type: ignore[assignment]
        finally:
            del self.__dict__["__is_filling__"]
