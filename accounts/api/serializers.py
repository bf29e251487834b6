"""Serializers that take only what they name."""

from typing import Any

from django import forms
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError


class StrictSerializer(serializers.Serializer[Any]):
    """Input; a field that it does not know, or does not take, is an error that names it."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            writable = {name for name, field in self.fields.items() if not field.read_only}
            unknown = sorted(set(data) - writable)
            if unknown:
                raise serializers.ValidationError(
                    {
                        name[:100]: ErrorDetail("There is no such field.", "unknown")
                        for name in unknown[:20]
                    }
                )
        return super().to_internal_value(data)


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
