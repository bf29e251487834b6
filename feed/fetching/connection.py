"""One connection to one checked address, of which every step ends at the same moment and every byte is counted."""

import io
import math
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection
from ipaddress import ip_address
from typing import Any, Final

from django.utils.translation import gettext as _

from feed.fetching.addresses import Address, is_public, literal_address
from feed.fetching.errors import (
    AddressRefusedError,
    TooLargeError,
    TooSlowError,
    UnreachableError,
)
from feed.fetching.hosts import HOSTS, Hosts
from feed.fetching.targets import Target

# A dead first address must leave time for the second.
CONNECT_SECONDS: Final = 3.0
MAX_ADDRESSES: Final = 8


def resolve(host: str) -> list[str]:
    """Every address that the system's resolver knows of a name. Raises OSError."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


@cache
def verified_tls() -> ssl.SSLContext:
    """Certificates are verified against the system's authorities, and must name the host."""
    return ssl.create_default_context()


@dataclass(frozen=True)
class Policy:
    """Where we may go. The defaults are strict; tests bring their own network.

    `resolve`: name to addresses, raises OSError; asked once for each hop. `is_allowed`: must hold for every one of them.
    `hosts`: those that rest. `seconds`: no fetch takes longer, whatever is wanted.
    """

    resolve: Callable[[str], Sequence[str]] = resolve
    is_allowed: Callable[[Address], bool] = is_public
    ports: frozenset[int] = frozenset((80, 443))
    tls: Callable[[], ssl.SSLContext] = verified_tls
    hosts: Hosts = HOSTS
    seconds: float = math.inf


@dataclass
class Deadline:
    """The moment at which all work on one fetch ends."""

    seconds: float
    clock: Callable[[], float] = time.monotonic
    _end: float = field(init=False)

    def __post_init__(self) -> None:
        self._end = self.clock() + self.seconds

    def left(self) -> float:
        """Seconds that remain, more than 0. Raises TooSlowError."""
        left = self._end - self.clock()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> TooSlowError:
        return TooSlowError(seconds=self.seconds)


def checked_addresses(target: Target, *, policy: Policy, deadline: Deadline) -> list[Address]:
    """The addresses of the target's host, each of which is allowed; the first ones only, if there are many.

    Raises:
        AddressRefusedError: a port or any one of the addresses is not allowed.
        UnreachableError, TooSlowError: the name has no address, or none in time.
    """
    if target.port not in policy.ports:
        raise AddressRefusedError(str(target), reason=_("Only the usual ports are taken."))
    literal = literal_address(target.host)
    found = [literal] if literal else _resolved(target.host, policy, deadline)
    if not all(map(policy.is_allowed, found)):
        raise AddressRefusedError(str(target), reason=_("This address leads to a private network."))
    return found[:MAX_ADDRESSES]


def _resolved(host: str, policy: Policy, deadline: Deadline) -> list[Address]:
    """The system's resolver knows no deadline, so it works in a thread of its own, which we abandon in time."""
    answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(policy.resolve(host))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except queue.Empty:
        raise deadline.passed() from None
    if isinstance(answer, Exception) or not answer:
        raise UnreachableError(host, cause=str(answer or "no address"))
    return [ip_address(each) for each in answer]


def open_connection(target: Target, *, policy: Policy, deadline: Deadline) -> "Connection":
    """A connection to the first of the target's checked addresses that answers. Raises FetchError."""
    addresses = checked_addresses(target, policy=policy, deadline=deadline)
    cause, is_slow = "", False
    for address in addresses:
        try:
            return Connection(target, _socket(target, address, policy, deadline), deadline)
        except OSError as error:
            cause, is_slow = f"{address}: {error}", isinstance(error, TimeoutError)
            deadline.left()
    raise UnreachableError(target.host, cause=cause, is_slow=is_slow)


def _socket(target: Target, address: Address, policy: Policy, deadline: Deadline) -> socket.socket:
    wait = min(deadline.left(), CONNECT_SECONDS)
    plain = socket.create_connection((str(address), target.port), timeout=wait)
    if target.scheme == "http":
        return plain
    try:
        plain.settimeout(deadline.left())
        return policy.tls().wrap_socket(plain, server_hostname=target.host)
    except BaseException:
        plain.close()
        raise


class Connection(HTTPConnection):
    """HTTP over a socket that is already connected; it never opens another one. `hang_up` ends it."""

    def __init__(self, target: Target, connected: socket.socket, deadline: Deadline) -> None:
        super().__init__(target.host, target.port)
        self.wire = _Wire(connected, deadline)
        self.sock = self.wire

    def connect(self) -> None:
        """Called by http.client when it finds no connection: we do not look for another one."""
        raise UnreachableError(self.host, cause="the connection was closed")

    def allow(self, count: int) -> None:
        """Let the server send `count` bytes more before TooLargeError."""
        self.wire.budget += count

    def hang_up(self) -> None:
        self.close()
        self.wire.connected.close()


class _Wire(io.RawIOBase):
    """What http.client needs of a socket, with the deadline before and the count after each read."""

    def __init__(self, connected: socket.socket, deadline: Deadline) -> None:
        self.connected = connected
        self.deadline = deadline
        self.budget = 0

    def sendall(self, data: Any) -> None:
        self.connected.settimeout(self.deadline.left())
        self.connected.sendall(data)

    def makefile(self, *_mode: Any) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.connected.settimeout(self.deadline.left())
        try:
            count = self.connected.recv_into(buffer)
        except TimeoutError:
            raise self.deadline.passed() from None
        self.budget -= count
        if self.budget < 0:
            raise TooLargeError
        return count

    def close(self) -> None:
        """Nothing: http.client lets go of its socket before the answer is read."""
