"""Several members act at the same moment, each on a connection of one's own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

from feed.errors import FeedError

Given = TypeVar("Given")


def at_once(deed: Callable[[Given], object], givens: Sequence[Given]) -> list[object]:
    """What came of each deed, a refusal included; all start together.

    The test database gives each worker two dozen connections, so deeds beyond those wait for their turn.
    """
    start = Barrier(len(givens))

    def act(given: Given) -> object:
        try:
            start.wait(timeout=20)
            return deed(given)
        except FeedError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(givens)) as threads:
        return list(threads.map(act, givens))
