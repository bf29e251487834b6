"""What a program names in an address or a body, and what it is told where there is no such thing."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from feed.errors import NotFoundError


def choice(request: Request, name: str, kind: Any, usual: Any) -> Any:
    """The member of the enumeration `kind` that the parameter `name` asks for. Raises ValidationError: no such value."""
    sent = request.query_params.get(name, usual.value)
    if sent not in set(kind):
        told = f"Choose one of {', '.join(kind)}."
        raise ValidationError({name: ErrorDetail(told, "invalid_choice")})
    return kind(sent)


def require_known(request: Request, known: Collection[str]) -> None:
    """A filter that is mistyped would answer everything. Raises ValidationError: a parameter that the list does not take."""
    unknown = sorted(set(request.query_params) - set(known))
    if unknown:
        told = f"There is no such parameter. Known: {', '.join(sorted(known))}."
        raise ValidationError({name[:100]: ErrorDetail(told, "unknown") for name in unknown[:20]})


@contextmanager
def naming(field: str, words: str) -> Iterator[None]:
    """What a field of the body points to is looked up; the address itself is right. Raises ValidationError for NotFoundError."""
    try:
        yield
    except NotFoundError as error:
        raise ValidationError({field: ErrorDetail(words, "unknown")}) from error
