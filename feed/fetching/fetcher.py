"""Fetching a page or a picture that a stranger points to, without being led, flooded or kept waiting."""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPException, HTTPResponse
from typing import Final, Protocol
from urllib.parse import urljoin

from feed.fetching.connection import Connection, Deadline, Policy, open_connection
from feed.fetching.errors import (
    BadStatusError,
    RedirectsRefusedError,
    TooLargeError,
    UnreachableError,
    WrongTypeError,
)
from feed.fetching.hosts import MOST_AT_ONCE
from feed.fetching.targets import Target

REDIRECTS: Final = (301, 302, 303, 307, 308)
KEPT_HEADERS: Final = ("etag", "last-modified")
HEADER_BYTES: Final = 100_000
CHUNK_BYTES: Final = 65_536
# 32 + 15: zlib tells gzip from deflate by itself.
UNPACK: Final = {"": None, "identity": None, "gzip": 47, "x-gzip": 47, "deflate": 47}


@dataclass(frozen=True)
class Want:
    """What is asked for, and how much of it is taken.

    `types`: media types that are read, as the server declares them. `may_cut`: what lies beyond `max_bytes` is left
    out rather than everything refused. `may_downgrade`: a redirect may lead from https to http. `headers`: sent besides
    our own, such as If-None-Match.
    """

    types: tuple[str, ...]
    max_bytes: int = 2_000_000
    seconds: float = 10.0
    max_redirects: int = 3
    may_cut: bool = False
    may_downgrade: bool = True
    headers: tuple[tuple[str, str], ...] = ()


# The head of a page says all that we want to know.
PAGE: Final = Want(types=("text/html", "application/xhtml+xml"), may_cut=True)
PICTURE: Final = Want(
    types=("image/jpeg", "image/png", "image/webp", "image/gif"), may_downgrade=False
)


@dataclass(frozen=True)
class Answer:
    """What came back. `url`: of the last hop; `charset`: as declared, "" if not; `body`: unpacked.

    `headers`: those of KEPT_HEADERS that came, by their names in lower case.
    """

    url: str
    content_type: str
    charset: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Fetch(Protocol):
    """The shape of a fetch whose policy and name are already chosen."""

    def __call__(self, url: str, *, want: Want = PAGE) -> Answer: ...


def fetch(url: str, *, user_agent: str, want: Want = PAGE, policy: Policy | None = None) -> Answer:
    """Get what is at an address that somebody else chose.

    Every hop is checked afresh and connected to at the address that was checked. No cookies, no credentials, no
    proxies of the environment. The whole takes `want.seconds` at most. A host that hung a moment ago is left alone.

    Raises:
        FetchError: it was refused, did not come, or is not what was wanted; see feed.fetching.errors.
    """
    policy = policy or Policy()
    deadline = Deadline(min(want.seconds, policy.seconds))
    target = Target.parse(url)
    for _hop in range(want.max_redirects + 1):
        with policy.hosts.ask(target.host, most=MOST_AT_ONCE):
            found = _ask(target, user_agent, want, (policy, deadline))
        if isinstance(found, Answer):
            return found
        if target.scheme == "https" and found.scheme == "http" and not want.may_downgrade:
            break
        target = found
    raise RedirectsRefusedError(hops=want.max_redirects + 1)


def _ask(
    target: Target, user_agent: str, want: Want, way: tuple[Policy, Deadline]
) -> Answer | Target:
    """One hop: what is there, or where it says to go."""
    policy, deadline = way
    connection = open_connection(target, policy=policy, deadline=deadline)
    try:
        response = _sent(connection, target, user_agent, want)
        if response.status in REDIRECTS:
            return Target.parse(urljoin(str(target), _location(response)))
        return _answer(response, connection, target, want)
    except (HTTPException, OSError, zlib.error, ValueError) as error:
        deadline.left()
        raise UnreachableError(target.host, cause=repr(error)) from error
    finally:
        connection.hang_up()


def _sent(connection: Connection, target: Target, user_agent: str, want: Want) -> HTTPResponse:
    connection.allow(HEADER_BYTES)
    connection.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
    headers = {
        "Host": target.authority,
        "User-Agent": user_agent,
        "Accept": ", ".join(want.types),
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **dict(want.headers),
    }
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection.getresponse()


def _location(response: HTTPResponse) -> str:
    """Where a redirect leads; servers send UTF-8 in a header that is read as Latin-1."""
    raw = response.getheader("Location") or ""
    if not raw:
        raise BadStatusError(status=response.status)
    return raw.encode("latin-1", "replace").decode("utf-8", "replace")


def _answer(response: HTTPResponse, connection: Connection, target: Target, want: Want) -> Answer:
    if response.status != 200:
        again = response.getheader("Retry-After") or ""
        raise BadStatusError(status=response.status, retry_after=again)
    declared = Message()
    declared["Content-Type"] = response.getheader("Content-Type") or "application/octet-stream"
    content_type = declared.get_content_type()
    packing = (response.getheader("Content-Encoding") or "").strip().lower()
    if content_type not in want.types or packing not in UNPACK:
        raise WrongTypeError(content_type=f"{content_type} {packing}".strip())
    connection.allow(want.max_bytes + CHUNK_BYTES)
    body = _body(_unpacked(response, UNPACK[packing]), want)
    charset = str(declared.get_content_charset() or "")
    kept = {name: text for name in KEPT_HEADERS if (text := response.getheader(name))}
    return Answer(str(target), content_type, charset, body, kept)


def _body(chunks: Iterator[bytes], want: Want) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > want.max_bytes:
            if not want.may_cut:
                raise TooLargeError
            break
    return bytes(body[: want.max_bytes])


def _unpacked(response: HTTPResponse, window_bits: int | None) -> Iterator[bytes]:
    """The body in pieces of CHUNK_BYTES at most, however much a packed piece unpacks to."""
    unpacker = zlib.decompressobj(window_bits) if window_bits else None
    while packed := response.read(CHUNK_BYTES):
        if unpacker is None:
            yield packed
            continue
        while packed:
            yield unpacker.decompress(packed, CHUNK_BYTES)
            packed = unpacker.unconsumed_tail
