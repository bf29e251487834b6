"""What a program names in an address or a body, and what it is told where there is no such thing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from feed.errors import NotFoundError

MAX_NUMBER: Final = 99_999


def choice(request: Request, name: str, kind: Any, usual: Any) -> Any:
    """The member of the enumeration `kind` that the parameter `name` asks for. Raises ValidationError: no such value."""
    sent = request.query_params.get(name, usual.value)
    if sent not in set(kind):
        told = f"Choose one of {', '.join(kind)}."
        raise ValidationError({name: ErrorDetail(told, "invalid_choice")})
    return kind(sent)


def whole_number(request: Request, name: str, *, usual: int) -> int:
    """What the parameter `name` says. Raises ValidationError: not a number from 1 to MAX_NUMBER."""
    sent = request.query_params.get(name, str(usual))
    number = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else 0
    if not 1 <= number <= MAX_NUMBER:
        raise ValidationError(
            {name: ErrorDetail(f"Write a number from 1 to {MAX_NUMBER}.", "invalid")}
        )
    return number


@contextmanager
def naming(field: str, words: str) -> Iterator[None]:
    """What a field of the body points to is looked up; the address itself is right. Raises ValidationError for NotFoundError."""
    try:
        yield
    except NotFoundError as error:
        raise ValidationError({field: ErrorDetail(words, "unknown")}) from error
