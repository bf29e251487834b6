"""Reading what a browser's beacon sends: {"tokens": ["…", …]}, and "automated": true if a program drives it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from counting.errors import BeaconRefusedError

MAX_BODY_BYTES: Final = 16_384
MAX_EVENTS: Final = 50
# The header in which a browser says so, as WSGI names it.
FROM_WHERE: Final = "HTTP_SEC_FETCH_SITE"


@dataclass(frozen=True)
class Beacon:
    """`tokens`: 1 to MAX_EVENTS texts, not checked yet. `is_automated`: the browser said that a program drives it."""

    tokens: list[str]
    is_automated: bool


def read_beacon(
    meta: Mapping[str, Any], read: Callable[[int], bytes], *, host: Callable[[], str]
) -> Beacon:
    """What a beacon says that came from one of our own pages.

    Args:
        meta: the request as WSGI has it.
        read: its body; takes the number of bytes that are wanted at most.
        host: the site's own, asked for only where a browser does not say that a page of the site sends.

    Raises:
        BeaconRefusedError: it came from elsewhere, is too large, or is not of that shape.
    """
    if not _is_same_origin(meta, host):
        raise BeaconRefusedError("Only pages of this site may report events.", status=403)
    message = _message(_body(read))
    tokens = _tokens(message)
    if len(tokens) > MAX_EVENTS:
        raise BeaconRefusedError(f"A beacon takes at most {MAX_EVENTS} events.", status=413)
    return Beacon(tokens, is_automated=message.get("automated") is True)


def _is_same_origin(meta: Mapping[str, Any], host: Callable[[], str]) -> bool:
    """Every browser that has sendBeacon says where a POST comes from, in at least one of the two headers."""
    site = meta.get(FROM_WHERE)
    if site is not None:
        return bool(site == "same-origin")
    try:
        return bool(urlsplit(meta.get("HTTP_ORIGIN", "")).netloc == host())
    except ValueError:
        return False


def _body(read: Callable[[int], bytes]) -> bytes:
    try:
        body = read(MAX_BODY_BYTES + 1)
    except OSError as error:  # UnreadablePostError is one
        raise BeaconRefusedError("The body broke off.", status=400) from error
    if len(body) > MAX_BODY_BYTES:
        raise BeaconRefusedError(f"A beacon takes at most {MAX_BODY_BYTES} bytes.", status=413)
    return body


def _message(body: bytes) -> dict[str, Any]:
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BeaconRefusedError("The body is not JSON.", status=400) from error
    return message if isinstance(message, dict) else {}


def _tokens(message: dict[str, Any]) -> list[str]:
    tokens = message.get("tokens")
    if (
        not isinstance(tokens, list)
        or not tokens
        or not all(isinstance(one, str) for one in tokens)
    ):
        raise BeaconRefusedError('Send {"tokens": [a list of texts, at least one]}.', status=400)
    return tokens
