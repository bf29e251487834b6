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

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """The framework says of a choice that it is none; ours says which there are."""
        fields = super().get_fields()
        for field in fields.values():
            choice = field.child if isinstance(field, serializers.ListField) else field
            if isinstance(choice, serializers.ChoiceField):
                choice.error_messages["invalid_choice"] = _choices_told(choice)
        return fields

    def to_internal_value(self, data: Any) -> Any:
        """Raises ValidationError: with all that is wrong, so that nobody mends one field to hear of the next."""
        if not isinstance(data, dict):
            return super().to_internal_value(data)
        wrong = self._unknown(data) | self._misshapen(data)
        try:
            taken = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError(wrong | {**error.detail, **wrong}) from error  # type: ignore[dict-item]
        if wrong:
            raise ValidationError(wrong)
        return taken

    def _unknown(self, data: dict[str, Any]) -> dict[str, Any]:
        writable = {name for name, field in self.fields.items() if not field.read_only}
        unknown = sorted(set(data) - writable)
        return {
            name[:100]: ErrorDetail("There is no such field.", "unknown") for name in unknown[:20]
        }

    def _misshapen(self, data: dict[str, Any]) -> dict[str, Any]:
        known = {name: self.fields[name] for name in data if name in self.fields}
        if isinstance(data, QueryDict):  # in a form everything is text
            known = {
                name: each
                for name, each in known.items()
                if isinstance(each, serializers.CharField)
            }
        told = {name: _told(field, data[name]) for name, field in known.items()}
        return {name: error for name, error in told.items() if error}


def _told_length(field: serializers.CharField, text: str) -> Any:
    limit = field.max_length
    if limit is None or len(text) <= limit:
        return None
    told = str(field.error_messages["max_length"]).format(max_length=limit)
    return ErrorDetail(told, "max_length")


def _choices_told(field: serializers.ChoiceField) -> str:
    names = ", ".join(str(each) or "(empty)" for each in field.choices)
    return f"Choose one of {names}."


def _told(field: serializers.Field[Any, Any, Any, Any], value: Any) -> Any:
    """What is wrong with the type or length of a plain value, of a list by its places; None where nothing is, or the field says it.

    The framework takes the spaces off before it counts; the description knows of no spaces.
    """
    if isinstance(field, serializers.ListField) and isinstance(value, list):
        places = {place: _told(field.child, each) for place, each in enumerate(value)}
        return {place: error for place, error in places.items() if error}
    if isinstance(field, serializers.CharField) and isinstance(value, str):
        return _told_length(field, value)
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
