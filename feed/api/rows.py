"""Rows of lists, shaped once for as long as the row is kept (feed.selectors.kept) and what a program asks for is the same."""

from collections.abc import Hashable
from typing import Any, Final

from django.utils import timezone
from rest_framework import serializers

from config.bounded import Bounded

# About two kilobytes each.
SHAPED_ROWS: Final = 2_000

_shaped: Bounded[Hashable, dict[str, Any]] = Bounded(size=SHAPED_ROWS)


class KeptRows(serializers.ListSerializer[Any]):
    """Each row has `kept_as`, which names all that it shows of the database; None where nobody keeps it."""

    @property
    def data(self) -> Any:
        """The rows go when they are shaped: the list and its child point to each other, and the collector comes late."""
        told = super().data
        self.instance = None
        return told

    def to_representation(self, data: Any) -> list[dict[str, Any]]:
        asked = self._asked()
        return [self._shape(row, asked) for row in data]

    def _asked(self) -> tuple[Any, ...]:
        """All but the row that decides what is answered."""
        sent = getattr(self.context.get("request"), "query_params", {})
        zone = timezone.get_current_timezone_name()
        return type(self.child), sent.get("fields", ""), sent.get("expand", ""), zone

    def _shape(self, row: Any, asked: tuple[Hashable, ...]) -> dict[str, Any]:
        if row.kept_as is None:
            return self._anew(row)
        key = (row.kept_as, *asked)
        known = _shaped.get(key)
        if known is None:
            known = _shaped[key] = self._anew(row)
        return known

    def _anew(self, row: Any) -> dict[str, Any]:
        assert self.child is not None  # noqa: S101  (a list has one)
        return dict(self.child.to_representation(row))
