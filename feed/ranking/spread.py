"""No corner of the site fills a page, however hot it is."""

from collections.abc import Callable, Hashable, Sequence
from typing import Final, TypeVar

Row = TypeVar("Row")
# As many neighbours may share an author or a category; one more, and another row comes between.
RUN: Final = 3


def spread(
    rows: Sequence[Row], *, size: int, groups: Callable[[Row], tuple[Hashable, ...]]
) -> list[Row]:
    """The best `size` rows, so that no more than RUN neighbours share a group while any other row is left.

    A row that would make too long a run steps back until another one has come between; otherwise the order stays.

    Args:
        rows: best first.
        groups: what a row has in common with others, such as (author, category); always of the same length.
    """
    left, shown = list(rows), list[Row]()
    while left and len(shown) < size:
        recent = [groups(row) for row in shown[-RUN:]]
        fits = (n for n, row in enumerate(left) if not _is_too_much(groups(row), recent))
        shown.append(left.pop(next(fits, 0)))
    return shown


def _is_too_much(group: tuple[Hashable, ...], recent: Sequence[tuple[Hashable, ...]]) -> bool:
    """Whether all of the last RUN rows share one and the same of the row's groups."""
    return len(recent) == RUN and any(
        all(one == other[place] for other in recent) for place, one in enumerate(group)
    )
