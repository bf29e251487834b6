"""Serializers that take only what they name."""

from typing import Any, Final

from django import forms
from django.http import QueryDict
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

# JSON tells these apart; the framework would take 0 for "0", and "yes" for true.
JSON_NAMES: Final = {str: "string", bool: "boolean"}
TYPES: Final[tuple[tuple[type[serializers.Field[Any, Any, Any, Any]], type], ...]] = (
    (serializers.CharField, str),
    (serializers.BooleanField, bool),
)


class StrictSerializer(serializers.Serializer[Any]):
    """Input; a field that it does not know, or does not take, is an error that names it, and so is one of another type."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            writable = {name for name, field in self.fields.items() if not field.read_only}
            unknown = sorted(set(data) - writable)
            if unknown:
                raise ValidationError(
                    {
                        name[:100]: ErrorDetail("There is no such field.", "unknown")
                        for name in unknown[:20]
                    }
                )
            if not isinstance(data, QueryDict):  # in a form everything is text
                self._require_types(data)
        return super().to_internal_value(data)

    def _require_types(self, data: dict[str, Any]) -> None:
        told = {name: _told(self.fields[name], value) for name, value in data.items()}
        wrong = {name: error for name, error in told.items() if error}
        if wrong:
            raise ValidationError(wrong)


def _told(field: serializers.Field[Any, Any, Any, Any], value: Any) -> Any:
    """What is wrong with the type of a plain value, of a list by its places; None where nothing is, or the field says it."""
    if isinstance(field, serializers.ListField) and isinstance(value, list):
        places = {place: _told(field.child, each) for place, each in enumerate(value)}
        return {place: error for place, error in places.items() if error}
    kind = next((kind for field_class, kind in TYPES if isinstance(field, field_class)), None)
    if kind is None or isinstance(value, kind) or not isinstance(value, str | int | float):
        return None
    return ErrorDetail(f"This must be a JSON {JSON_NAMES[kind]}.", "invalid")


def require_valid(form: forms.Form) -> None:
    """Raises ValidationError: what the form of the page says, field by field."""
    if not form.is_valid():
        raise ValidationError(
            {
                name: [
                    ErrorDetail("; ".join(error.messages), error.code or "invalid")
                    for error in errors.as_data()
                ]
                for name, errors in form.errors.items()
            }
        )
