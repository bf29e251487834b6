"""Reading JSON that strangers send: what is not exactly one object of storable values is refused."""

import json
from collections.abc import Mapping
from typing import IO, Any, Final

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from accounts.api.problems import TooLargeError

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 20


class StrictJSONParser(BaseParser):
    """One JSON object (RFC 8259) in UTF-8: no name twice, no NaN, no NUL, no deep nesting, not too long."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The object; an empty body is an empty one.

        Raises:
            ParseError, TooLargeError: it is none; the message says what is wrong.
        """
        raw = stream.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise TooLargeError(f"A JSON body has {MAX_BYTES:,} bytes at most.")
        return parse_object(raw) if raw.strip() else {}


def parse_object(raw: bytes) -> dict[str, Any]:
    """Raises ParseError: see StrictJSONParser."""
    try:
        value = json.loads(raw.decode(), object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise ParseError("The body is not UTF-8.") from error
    except RecursionError as error:
        raise ParseError("The JSON is nested too deeply.") from error
    except ValueError as error:
        raise ParseError(f"The body is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise ParseError("The body must be a JSON object.")
    _require_storable(value)
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ParseError(f"The name {twice[:60]!a} stands twice in one object.")
    return found


def _refuse_constant(name: str) -> None:
    raise ParseError(f"{name} is not JSON.")


def _require_storable(value: Any) -> None:
    """Without recursion, since the depth is the stranger's choice."""
    waiting = [(value, 1)]
    while waiting:
        each, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise ParseError("The JSON is nested too deeply.")
        if isinstance(each, str):
            _require_text(each)
        elif isinstance(each, dict):
            waiting += [(part, depth + 1) for pair in each.items() for part in pair]
        elif isinstance(each, list):
            waiting += [(part, depth + 1) for part in each]


def _require_text(text: str) -> None:
    if "\0" in text:
        raise ParseError("A NUL character cannot be stored.")
    if any("\ud800" <= mark <= "\udfff" for mark in text):
        raise ParseError("Half of a surrogate pair cannot be stored.")
