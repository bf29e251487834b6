"""Handing a message to an address that somebody else chose, with the same caution as fetching from one."""

from collections.abc import Mapping
from http.client import HTTPException
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string

from feed.fetching.connection import Deadline, open_connection
from feed.fetching.errors import FetchError
from feed.fetching.fetcher import HEADER_BYTES
from feed.fetching.targets import Target

SECONDS: Final = 10.0


def post(url: str, headers: Mapping[str, str], body: bytes) -> int:
    """Send `body`; no redirect is followed and no answer read. Returns the status.

    Raises:
        OSError: the address is refused by `settings.OUTGOING_POLICY`, or nothing answered in time.
    """
    deadline = Deadline(SECONDS)
    try:
        target = Target.parse(url)
        policy = import_string(settings.OUTGOING_POLICY)()
        connection = open_connection(target, policy=policy, deadline=deadline)
    except FetchError as error:
        raise OSError(str(error)) from error
    try:
        connection.allow(HEADER_BYTES)
        connection.putrequest("POST", target.path, skip_host=True, skip_accept_encoding=True)
        for name, value in _all(headers, target, body):
            connection.putheader(name, value)
        connection.endheaders(body)
        return connection.getresponse().status
    except (HTTPException, FetchError) as error:
        raise OSError(str(error)) from error
    finally:
        connection.hang_up()


def _all(headers: Mapping[str, str], target: Target, body: bytes) -> list[tuple[str, str]]:
    own = {
        "Host": target.authority,
        "User-Agent": f"Broadsheet (+{settings.BASE_URL})",
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    return [*own.items(), *headers.items()]
