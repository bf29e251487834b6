"""Servers on this machine that stand for the outside world."""

import socket
import socketserver
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from feed.fetching.addresses import Address
from feed.fetching.connection import Policy
from feed.fetching.hosts import Hosts

Respond = Callable[[str], Iterable[bytes]]
SERVED_FROM = "127.0.0.2"


def answer(
    body: bytes | str, *, content_type: str = "text/html; charset=utf-8", **headers: str
) -> bytes:
    """A whole HTTP answer; `headers` with underscores for hyphens."""
    raw = body.encode() if isinstance(body, str) else body
    status = headers.pop("status", "200 OK")
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines.append(f"Content-Length: {len(raw)}")
    return "\r\n".join([*lines, "", ""]).encode() + raw


def redirect(location: str, *, status: str = "302 Found") -> bytes:
    return answer("", status=status, Location=location)


@dataclass
class Outside:
    """A running server; no other test made it rest. `asked`: the heads of the requests so far; `connections`: how often it was connected to."""

    port: int
    asked: list[str] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://news.example:{self.port}/"

    @property
    def policy(self) -> Policy:
        """Every name leads to this server, and nowhere else is allowed."""
        return self.policy_of(lambda _host: [SERVED_FROM])

    def policy_of(self, resolve: Callable[[str], list[str]], **fields: Any) -> Policy:
        ports = frozenset((80, 443, self.port))
        own: dict[str, Any] = {"hosts": Hosts(), "ports": ports}
        return Policy(resolve=resolve, is_allowed=is_outside, **own | fields)


def is_outside(address: Address) -> bool:
    """In this small world one loopback address is the public network."""
    return address == ip_address(SERVED_FROM)


@contextmanager
def outside(
    respond: Respond, *, wrap: Callable[[socket.socket], Any] = lambda it: it
) -> Iterator[Outside]:
    """A server at SERVED_FROM that sends what `respond` yields for the head of a request."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            running.connections += 1
            try:
                with wrap(self.request) as connected:
                    head = read_head(connected)
                    running.asked.append(head)
                    for piece in respond(head):
                        connected.sendall(piece)
            except OSError:
                return  # the client has had enough

    with _Server((SERVED_FROM, 0), Handler) as server:
        running = Outside(server.server_address[1])
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield running
        server.shutdown()


@contextmanager
def sink() -> Iterator[Outside]:
    """A server on every address of this machine that must never be connected to."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            running.connections += 1
            self.request.sendall(answer("<title>The secret</title>"))

    with _DualServer(("::", 0), Handler) as server:
        running = Outside(server.server_address[1])
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield running
        server.shutdown()


def read_head(connected: socket.socket) -> str:
    head = b""
    while b"\r\n\r\n" not in head:
        more = connected.recv(4096)
        if not more:
            break
        head += more
    return head.decode("latin-1")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


class _DualServer(_Server):
    address_family = socket.AF_INET6

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()
