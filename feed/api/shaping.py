"""Answers of the size that a program asks for: `?fields=id,title`, `?expand=author,category`."""

from typing import Any, ClassVar, Final

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

SHAPE: Final = (
    OpenApiParameter("fields", str, description="Names of the fields to answer, by commas."),
    OpenApiParameter("expand", str, description="Any of author, category: the whole of each."),
)


class Shaped(serializers.Serializer[Any]):
    """Mixin of outputs. `expandable`: fields that stand in short, and their whole; the rows are read with them anyway."""

    expandable: ClassVar[dict[str, type[serializers.Serializer[Any]]]] = {}

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        request = self.context.get("request")
        if request is None or not self._is_outermost():
            return fields
        for name in _named(request, "expand", self.expandable):
            fields[name] = self.expandable[name](read_only=True)
        wanted = _named(request, "fields", fields)
        return {name: field for name, field in fields.items() if not wanted or name in wanted}

    def _is_outermost(self) -> bool:
        """The row itself, not one that stands in another."""
        parent = self.parent
        if isinstance(parent, serializers.ListSerializer):
            parent = parent.parent
        return parent is None


def _named(request: Any, parameter: str, known: dict[str, Any]) -> list[str]:
    """Raises ValidationError: a name that nothing has."""
    names = [each for each in request.query_params.get(parameter, "").split(",") if each]
    unknown = [name for name in names if name not in known]
    if unknown:
        told = f"There is no {unknown[0][:60]!a}. Known: {', '.join(known) or 'none'}."
        raise ValidationError({parameter: ErrorDetail(told, "unknown")})
    return names
