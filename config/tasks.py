"""What is done behind the scenes, as those who ask for it know it. A leaf: imports nothing of ours.

A web process has no use for Celery but to send a task, so Celery comes with the first one that is sent. Where our Celery application is
there already (workers, beat, commands), tasks are made known to it at once.
"""

import sys
from collections.abc import Callable
from functools import cached_property, update_wrapper
from importlib import import_module
from typing import Any, Final, Generic, ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")

# Where our Celery application is; it calls `offer_all` when it is made.
APPLICATION: Final = "config.celery"


class Task(Generic[P, R]):
    """Work for a worker; who calls it does it himself, here and now. Whatever else Celery knows of tasks, this one can do."""

    def __init__(self, work: Callable[P, R], limits: dict[str, int]) -> None:
        update_wrapper(self, work)
        self._work = work
        self._limits = limits

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self._work(*args, **kwargs)

    def delay_on_commit(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Enqueue after the commit; a broker that is down is logged, and a sweeper does the work later."""
        # Django logs the name of what fails, and a partial has none.
        transaction.on_commit(lambda: self.offered.hint(*args, **kwargs), robust=True)

    @cached_property
    def offered(self) -> Any:
        """As Celery knows it (config.hints)."""
        return import_module(APPLICATION).app.task(shared=False, **self._limits)(self._work)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.offered, name)


_tasks: Final[list[Task[..., Any]]] = []


def task(**limits: int) -> Callable[[Callable[P, R]], Task[P, R]]:
    """A function that workers do, under the name of its module and its own. `limits`: in seconds, as Celery has them."""

    def decorate(work: Callable[P, R]) -> Task[P, R]:
        made = Task(work, limits)
        _tasks.append(made)
        if APPLICATION in sys.modules:
            _ = made.offered
        return made

    return decorate


def offer_all() -> None:
    """Make known to Celery what was imported before it."""
    for each in _tasks:
        _ = each.offered
