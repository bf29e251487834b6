"""Handing a message to an address that somebody else chose, with the same caution as fetching from one."""

from collections.abc import Mapping
from http.client import HTTPException
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string

from config.breaker import LeftAloneError
from feed.fetching.connection import Deadline, Policy, open_connection
from feed.fetching.errors import FetchError, HostRestsError
from feed.fetching.fetcher import HEADER_BYTES
from feed.fetching.targets import Target

SECONDS: Final = 10.0


def post(url: str, headers: Mapping[str, str], body: bytes) -> int:
    """Send `body`; no redirect is followed and no answer read. Returns the status.

    Raises:
        LeftAloneError: the host hung a moment ago, and was not asked now.
        OSError: the address is refused by `settings.OUTGOING_POLICY`, or nothing answered in time.
    """
    policy: Policy = import_string(settings.OUTGOING_POLICY)()
    try:
        target = Target.parse(url)
        with policy.hosts.ask(target.host):
            return _status(target, headers, body, policy)
    except HostRestsError as error:
        raise LeftAloneError(str(error)) from error
    except (HTTPException, FetchError) as error:
        raise OSError(str(error)) from error


def _status(target: Target, headers: Mapping[str, str], body: bytes, policy: Policy) -> int:
    deadline = Deadline(min(SECONDS, policy.seconds))
    connection = open_connection(target, policy=policy, deadline=deadline)
    try:
        connection.allow(HEADER_BYTES)
        connection.putrequest("POST", target.path, skip_host=True, skip_accept_encoding=True)
        for name, value in _all(headers, target, body):
            connection.putheader(name, value)
        connection.endheaders(body)
        return connection.getresponse().status
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
