"""One value of several, as a program names it in the address."""

from typing import Any

from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request


def choice(request: Request, name: str, kind: Any, usual: Any) -> Any:
    """The member of the enumeration `kind` that the parameter `name` asks for. Raises ValidationError: no such value."""
    sent = request.query_params.get(name, usual.value)
    if sent not in set(kind):
        told = f"Choose one of {', '.join(kind)}."
        raise ValidationError({name: ErrorDetail(told, "invalid_choice")})
    return kind(sent)
