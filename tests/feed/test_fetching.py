"""The one way out: it goes where it may, and no stranger leads, floods or delays it."""

import gzip
import itertools
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from ipaddress import ip_address
from pathlib import Path

import pytest

from feed.fetching.addresses import is_public
from feed.fetching.connection import Policy
from feed.fetching.errors import (
    AddressRefusedError,
    BadStatusError,
    FetchError,
    RedirectsRefusedError,
    TooLargeError,
    TooSlowError,
    UnreachableError,
    WrongTypeError,
)
from feed.fetching.fetcher import PAGE, PICTURE, Answer, Want, fetch
from feed.fetching.targets import Target
from tests.feed.certificates import certified
from tests.feed.loopback import SERVED_FROM, Outside, answer, is_outside, outside, redirect, sink

# Hosts that lead, for some reader of addresses, to this machine or into a private network.
PRIVATE_HOSTS = (
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0x0.0x0.0x1", "0177.0.0.1", "017700000001",
    "0", "0.0.0.0", "0.1.2.3", "127.0.0.1.", "127.255.255.254", "１２７.０.０.１", "①②⑦.0.0.1", "127。0。0。1",
    "localhost", "LOCALHOST.", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
    "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[fc00::1]", "[fd12:3456::1]", "[fe80::1]", "[fe80::1%25lo]",
    "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[3fff::1]", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1",
    "169.254.169.254", "[fd00:ec2::254]", "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "127.0.0.1%00", "127.0.0.1%2f", "exa mple", "", ".",
)  # fmt: skip
# Whole addresses that are refused before anybody is asked.
REFUSED_URLS = (
    "file:///etc/passwd", "gopher://127.0.0.1:6379/_INFO", "ftp://127.0.0.1/", "javascript:alert(1)", "data:,x",
    "//127.0.0.1/", "http:127.0.0.1", "http:///127.0.0.1", "http://user@127.0.0.1/", "http://news.example@127.0.0.1/",
    "http://127.0.0.1\\@news.example/", "http://news.example:22/", "http://news.example:6379/", "http://news.example:0/",
    "http://news.example:99999/", "http://news.example:x/", "http://[::1/", "http://news.example/\r\nHost: x",
    "http://news.example\t/", "http://news.example/\x00", f"http://news.example/{'a' * 5000}", "http://" + "a" * 300,
)  # fmt: skip
PRIVATE_ADDRESSES = (
    "127.0.0.1", "0.0.0.0", "::1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1",
    "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe", "fd00::1", "fe80::1%lo", "100.64.0.1", "169.254.169.254",
    "10.1.1.1", "224.0.0.1",
)  # fmt: skip
PUBLIC_ADDRESSES = (
    "93.184.215.14",
    "1.1.1.1",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "::ffff:1.1.1.1",
)


def get(url: str, policy: Policy, want: Want = PAGE) -> Answer:
    return fetch(url, user_agent="Broadsheet (+https://site.example)", want=want, policy=policy)


@pytest.fixture(scope="module")
def trap() -> Iterator[Outside]:
    """A server on this machine that must not be reached."""
    with sink() as running:
        yield running
        assert running.connections == 0


def strict(trap: Outside, *addresses: str) -> Policy:
    """The real rule for addresses, with the trap's port open, and a resolver that answers these addresses."""
    policy = Policy(ports=frozenset((80, 443, trap.port)))
    return replace(policy, resolve=lambda _host: list(addresses)) if addresses else policy


@pytest.mark.parametrize("host", PRIVATE_HOSTS)
def test_no_spelling_of_a_private_address_is_connected_to(trap: Outside, host: str) -> None:
    with pytest.raises(AddressRefusedError):
        get(f"http://{host}:{trap.port}/", strict(trap))

    assert trap.connections == 0


@pytest.mark.parametrize("host", PRIVATE_HOSTS)
def test_no_redirect_leads_to_a_private_address(trap: Outside, host: str) -> None:
    with outside(lambda _head: [redirect(f"http://{host}:{trap.port}/")]) as server:
        policy = replace(
            server.policy,
            ports=frozenset((server.port, trap.port)),
            is_allowed=lambda address: is_outside(address) or is_public(address),
        )
        policy = replace(
            policy, resolve=lambda name: [SERVED_FROM if "news" in name else "127.0.0.1"]
        )

        with pytest.raises(AddressRefusedError):
            get(server.url, policy)

    assert (server.connections, trap.connections) == (1, 0)


@pytest.mark.parametrize("address", PRIVATE_ADDRESSES)
def test_no_name_leads_to_a_private_address(trap: Outside, address: str) -> None:
    with pytest.raises(AddressRefusedError):
        get(f"http://evil.example:{trap.port}/", strict(trap, address))

    assert trap.connections == 0


def test_one_private_address_among_public_ones_is_enough(trap: Outside) -> None:
    with pytest.raises(AddressRefusedError):
        get(f"http://evil.example:{trap.port}/", strict(trap, "93.184.215.14", "127.0.0.1"))


def test_a_name_that_changes_its_mind_is_asked_once(trap: Outside) -> None:
    """DNS rebinding: the address that was checked is the one that is connected to."""
    answers = iter((SERVED_FROM, "127.0.0.1"))
    with outside(lambda _head: [answer("fine")]) as server:
        found = get(server.url, server.policy_of(lambda _host: [next(answers)]))

    assert (found.body, server.connections, next(answers)) == (b"fine", 1, "127.0.0.1")


def test_a_name_that_changes_its_mind_on_the_next_hop_is_refused(trap: Outside) -> None:
    answers = iter((SERVED_FROM, "127.0.0.1"))
    going_on = outside(lambda _head: [redirect("/again")])
    with going_on as server, pytest.raises(AddressRefusedError):
        get(server.url, server.policy_of(lambda _host: [next(answers)]))

    assert server.connections == 1


@pytest.mark.parametrize("url", REFUSED_URLS)
def test_other_schemes_ports_and_malformed_addresses_are_refused(url: str) -> None:
    def resolve(host: str) -> list[str]:
        raise AssertionError(f"{host} was looked up")

    with pytest.raises(AddressRefusedError):
        get(url, Policy(resolve=resolve))


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://news.example/", "http://a@news.example/"]
)
def test_redirects_to_other_schemes_are_refused(location: str) -> None:
    with outside(lambda _head: [redirect(location)]) as server, pytest.raises(AddressRefusedError):
        get(server.url, server.policy)


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://News.Example:80", "http://news.example/"),
        ("https://bücher.example/straße?q=é", "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%A9"),
        ("https://news.example./a%20b#part", "https://news.example/a%20b"),
        ("http://[2606:4700:0:0::1111]:80/", "http://[2606:4700::1111]/"),
    ],
)
def test_an_address_is_read_in_one_way(url: str, canonical: str) -> None:
    assert str(Target.parse(url)) == canonical


def test_a_page_is_fetched_under_our_name_and_without_cookies() -> None:
    def respond(head: str) -> Iterable[bytes]:
        yield redirect("/next") if head.startswith("GET / ") else answer("<p>né")

    with outside(respond) as server:
        found = get(server.url, server.policy)

    head = server.asked[1]
    assert found == Answer(f"{server.url}next", "text/html", "utf-8", "<p>né".encode())
    assert f"Host: news.example:{server.port}\r\n" in head
    assert "User-Agent: Broadsheet (+https://site.example)\r\n" in head
    assert "Cookie" not in head


def test_a_redirect_may_be_written_in_utf8() -> None:
    def respond(head: str) -> Iterable[bytes]:
        yield answer("ok") if "GET /caf%C3%A9 " in head else redirect("/café")

    with outside(respond) as server:
        assert get(server.url, server.policy).body == b"ok"


@pytest.mark.parametrize(
    "status", ["404 Not Found", "403 Forbidden", "503 Busy", "204 No Content", "206 Part"]
)
def test_other_statuses_are_named(status: str) -> None:
    sent = answer("x", status=status)
    with outside(lambda _head: [sent]) as server, pytest.raises(BadStatusError) as caught:
        get(server.url, server.policy)

    assert caught.value.status == int(status[:3])


def test_a_redirect_loop_ends_after_three() -> None:
    with outside(lambda _head: [redirect("/")]) as server, pytest.raises(RedirectsRefusedError):
        get(server.url, server.policy)

    assert server.connections == 4


@pytest.mark.parametrize("packing", ["gzip", "x-gzip", "deflate"])
def test_packed_answers_are_unpacked(packing: str) -> None:
    pack = zlib.compress if packing == "deflate" else gzip.compress
    with outside(lambda _head: [answer(pack(b"words " * 9), Content_Encoding=packing)]) as server:
        assert get(server.url, server.policy).body == b"words " * 9


def bomb() -> bytes:
    """300 MB of nothing in 300 kB."""
    packer = zlib.compressobj(9, wbits=31)
    block = bytes(1_000_000)
    return b"".join([*(packer.compress(block) for _ in range(300)), packer.flush()])


def test_a_gzip_bomb_is_not_unpacked() -> None:
    sent = answer(bomb(), Content_Encoding="gzip", content_type="image/png")
    with outside(lambda _head: [sent]) as server, pytest.raises(TooLargeError):
        get(server.url, server.policy, PICTURE)


def test_of_a_page_that_is_too_large_the_head_is_read() -> None:
    with outside(lambda _head: [answer(bomb(), Content_Encoding="gzip")]) as server:
        assert len(get(server.url, server.policy).body) == PAGE.max_bytes


def endless(head: bytes, piece: bytes) -> Iterator[bytes]:
    return itertools.chain([head], itertools.repeat(piece))


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X-More: " + b"y" * 900 + b"\r\n"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Long: " + b"y" * 100_000),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 ", b"k" * 1000),
        (b"", b"\x00\xff" * 500),
        (b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", b"y" * 65_536),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"1\r\ny\r\n" * 9999,
        ),
    ],
    ids=["headers", "header", "continue", "reason", "noise", "body", "chunks"],
)
def test_endless_answers_are_broken_off(head: bytes, piece: bytes) -> None:
    flood = outside(lambda _head: endless(head, piece))
    with flood as server, pytest.raises((TooLargeError, UnreachableError)):
        get(server.url, server.policy, PICTURE)


@pytest.mark.parametrize(
    "start",
    [b"", b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"],
)
def test_a_server_that_sends_byte_by_byte_is_left(start: bytes) -> None:
    """Each byte comes in time; only the whole does not."""
    pace = threading.Event()

    def respond(_head: str) -> Iterator[bytes]:
        yield start
        while not pace.wait(0.02):
            yield b"h"

    with outside(respond) as server:
        began = time.monotonic()
        with pytest.raises(TooSlowError):
            get(server.url, server.policy, replace(PAGE, seconds=0.3))
        took = time.monotonic() - began
        pace.set()

    assert took < 2


def test_a_resolver_that_does_not_answer_is_left() -> None:
    waiting = threading.Event()

    def resolve(_host: str) -> list[str]:
        waiting.wait(5)
        return []

    with pytest.raises(TooSlowError):
        get("http://slow.example/", Policy(resolve=resolve), replace(PAGE, seconds=0.1))
    waiting.set()


def test_a_name_without_an_address_is_unreachable() -> None:
    def resolve(host: str) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(UnreachableError) as caught:
        get("http://nowhere.example/", Policy(resolve=resolve))

    assert caught.value.host == "nowhere.example"


def test_what_hangs_up_is_unreachable() -> None:
    with outside(lambda _head: []) as server, pytest.raises(UnreachableError):
        get(server.url, server.policy)


@pytest.mark.parametrize(
    ("content_type", "packing"),
    [("image/svg+xml", ""), ("application/pdf", ""), ("text/html", "br"), ("", "")],
)
def test_other_kinds_are_not_read(content_type: str, packing: str) -> None:
    sent = answer("x", content_type=content_type, Content_Encoding=packing)
    with outside(lambda _head: [sent]) as server, pytest.raises(WrongTypeError):
        get(server.url, server.policy)


def test_errors_are_sentences() -> None:
    sent = answer("x", status="404 Gone")
    with outside(lambda _head: [sent]) as server, pytest.raises(FetchError) as caught:
        get(server.url, server.policy)

    assert str(caught.value) == "The page answers with status 404."


def test_a_certificate_must_be_for_the_host_and_from_an_authority(tmp_path: Path) -> None:
    server_side, client_side = certified(tmp_path)
    wrap = partial(server_side.wrap_socket, server_side=True)
    with outside(lambda _head: [answer("safe")], wrap=wrap) as server:
        trusting = replace(server.policy, tls=lambda: client_side)

        found = get(f"https://news.example:{server.port}/", trusting)
        for host, policy in (("other.example", trusting), ("news.example", server.policy)):
            with pytest.raises(UnreachableError) as caught:
                get(f"https://{host}:{server.port}/", policy)
            assert "CERTIFICATE_VERIFY_FAILED" in caught.value.cause

    assert found.body == b"safe"


def test_a_picture_is_not_fetched_from_an_unsafe_place(tmp_path: Path) -> None:
    server_side, client_side = certified(tmp_path)
    wrap = partial(server_side.wrap_socket, server_side=True)
    going_down = outside(lambda _head: [redirect(f"http://news.example:{port}/")], wrap=wrap)
    with outside(lambda _head: [answer("x")]) as plain, going_down as server:
        port = plain.port
        policy = replace(
            server.policy, tls=lambda: client_side, ports=frozenset((port, server.port))
        )
        secure = f"https://news.example:{server.port}/"

        with pytest.raises(RedirectsRefusedError):
            get(secure, policy, PICTURE)
        found = get(secure, policy)

    assert (found.body, plain.connections) == (b"x", 1)
