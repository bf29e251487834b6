"""Reading what a browser's beacon sends: {"tokens": ["…", …]}."""

import json
from typing import Final
from urllib.parse import urlsplit

from django.http import HttpRequest, UnreadablePostError

from counting.errors import BeaconRefusedError

MAX_BODY_BYTES: Final = 16_384
MAX_EVENTS: Final = 50


def read_beacon(request: HttpRequest) -> list[str]:
    """The tokens of a beacon that came from one of our own pages, 1 to MAX_EVENTS of them; not checked yet.

    Raises:
        BeaconRefusedError: it came from elsewhere, is too large, or is not of that shape.
    """
    if not _is_same_origin(request):
        raise BeaconRefusedError("Only pages of this site may report events.", status=403)
    tokens = _tokens(_body(request))
    if len(tokens) > MAX_EVENTS:
        raise BeaconRefusedError(f"A beacon takes at most {MAX_EVENTS} events.", status=413)
    return tokens


def _is_same_origin(request: HttpRequest) -> bool:
    """Every browser that has sendBeacon says where a POST comes from, in at least one of the two headers."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    try:
        return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
    except ValueError:
        return False


def _body(request: HttpRequest) -> bytes:
    try:
        body = request.read(MAX_BODY_BYTES + 1)
    except UnreadablePostError as error:
        raise BeaconRefusedError("The body broke off.", status=400) from error
    if len(body) > MAX_BODY_BYTES:
        raise BeaconRefusedError(f"A beacon takes at most {MAX_BODY_BYTES} bytes.", status=413)
    return body


def _tokens(body: bytes) -> list[str]:
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BeaconRefusedError("The body is not JSON.", status=400) from error
    tokens = message.get("tokens") if isinstance(message, dict) else None
    if (
        not isinstance(tokens, list)
        or not tokens
        or not all(isinstance(one, str) for one in tokens)
    ):
        raise BeaconRefusedError('Send {"tokens": [a list of texts, at least one]}.', status=400)
    return tokens
