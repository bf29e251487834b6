"""A load generator for requests that differ from each other: so many connections, each with one request in flight."""

import re
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

from benchmarks.errors import CannotMeasureError

TIMEOUT_SECONDS = 10.0
SHOWN_BYTES = 400
LAST_CHUNK = b"0\r\n\r\n"
CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass
class Load:
    """What was answered in so many seconds. `failed`: answers with another status than was wanted, the first of them cut."""

    answered: int
    failed: int
    seconds: float
    first_wrong: bytes = b""

    @property
    def per_second(self) -> float:
        return self.answered / self.seconds


def run(
    port: int, requests: Sequence[bytes], *, status: int, connections: int, seconds: float
) -> Load:
    """Send `requests` over and over; no answer has the word "chunked" in a header of another meaning.

    Raises:
        CannotMeasureError: nothing answers, or something answers otherwise than with `status`.
    """
    endless = cycle(requests)
    wanted = b"HTTP/1.1 %d" % status
    with selectors.DefaultSelector() as selector:
        open_sockets = [_connect(port) for _ in range(connections)]
        try:
            for one in open_sockets:
                selector.register(one, selectors.EVENT_READ)
                one.sendall(next(endless))
            load = _pump(selector, endless, wanted=wanted, seconds=seconds)
        finally:
            for one in open_sockets:
                one.close()
    if load.failed or not load.answered:
        raise CannotMeasureError(
            f"{load.failed} of {load.answered} answers on port {port} were not {status}, but {load.first_wrong!r}"
        )
    return load


def _connect(port: int) -> socket.socket:
    try:
        found = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT_SECONDS)
    except OSError as error:
        raise CannotMeasureError(f"nothing answers on port {port}: {error}") from error
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return found


def _pump(
    selector: selectors.BaseSelector, endless: Iterator[bytes], *, wanted: bytes, seconds: float
) -> Load:
    answered, wrong = 0, list[bytes]()
    start = time.perf_counter()
    until = start + seconds
    while time.perf_counter() < until:
        for ready, _events in selector.select(TIMEOUT_SECONDS):
            connection = ready.fileobj
            if not isinstance(connection, socket.socket):
                continue
            answered += 1
            answer = _answer(connection)
            if not answer.startswith(wanted):
                wrong.append(answer[:SHOWN_BYTES])
            connection.sendall(next(endless))
    return Load(answered, len(wrong), time.perf_counter() - start, wrong[0] if wrong else b"")


def _answer(connection: socket.socket) -> bytes:
    """One whole answer; it mostly comes in one piece."""
    answer = b""
    while True:
        piece = connection.recv(65_536)
        if not piece:
            raise CannotMeasureError("the server closed a connection")
        answer += piece
        head, end, body = answer.partition(b"\r\n\r\n")
        if end and _is_whole(head, body):
            return answer


def _is_whole(head: bytes, body: bytes) -> bool:
    if b"chunked" in head:
        return body.endswith(LAST_CHUNK)
    length = CONTENT_LENGTH.search(head)
    return len(body) >= (int(length[1]) if length else 0)
