"""The suite does at once what workers would do later. Where that is not asked for, it is most of the work."""

from collections.abc import Iterator
from contextlib import contextmanager

from config.celery import app


@contextmanager
def workers_away() -> Iterator[None]:
    """Messages go to the broker, as on a real site, and nobody takes them unless the test starts a worker."""
    app.conf.task_always_eager = False
    try:
        yield
    finally:
        app.control.purge()
        app.conf.task_always_eager = True
