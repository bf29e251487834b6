"""What sends its head slowly, or too much of it, is let go: by the deployed flags of granian and the deployed nginx.conf, for real."""

import json
import shlex
import socket
import sys
from base64 import b64encode
from collections.abc import Callable
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path

from config.bootstrap import ROOT
from tests.in_front import ASKED, HOST, free_ports, needs_nginx, nginx_before, running, said

UNIT = ROOT / "deploy" / "systemd" / "broadsheet-web@.service"
HELLO = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]
"""
PLAIN = f"GET / HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()
FLOOD = f"GET / HTTP/1.1\r\nHost: {HOST}\r\n".encode() + b"".join(
    b"X-%d: %s\r\n" % (number, b"x" * 1_000) for number in range(200)
)
SLOW = f"GET / HTTP/1.1\r\nHost: {HOST}\r\nX-Never-".encode()
IDLE = 100
TONGUES = (
    ("Accept-Language: nl-BE,en;q=0.5", "nl", "Een ogenblik"), ("Accept-Language: de", "de", "Einen Augenblick"),
    ("Accept-Language: fr-FR", "fr", "Un instant"), ("Accept-Language: ar", "ar", "لحظة من فضلك"),
    ("Accept-Language: nds", "en", "One moment"), ("Accept-Language: fr\r\nCookie: looks=dark; django_language=nl", "nl", "Een ogenblik"),
    ("Accept-Language: fr\r\nCookie: __Host-django_language=ar", "ar", "لحظة من فضلك"), ("Cookie: django_language=tlh", "en", "One moment"),
)  # fmt: skip


def test_the_server_lets_go_of_slow_and_large_heads(tmp_path: Path) -> None:
    """The flags of the unit, with a shorter wait; a hundred who connect and say nothing keep nobody out."""
    (port,) = free_ports(1)
    (tmp_path / "hello.py").write_text(HELLO)
    start = next(line for line in UNIT.read_text().splitlines() if line.startswith("ExecStart="))
    flags = [flag for flag in shlex.split(start)[1:-1] if not flag.startswith("--port")]
    assert "--http1-header-read-timeout=10000" in flags
    command = [str(Path(sys.executable).parent / "granian"), *flags, f"--port={port}", "--http1-header-read-timeout=500", "hello:application"]  # fmt: skip

    with running(command, tmp_path, port), ExitStack() as idle:
        assert said(port, PLAIN).endswith("hello")
        for _ in range(IDLE):
            idle.enter_context(socket.create_connection(("127.0.0.1", port)))
        assert said(port, PLAIN).endswith("hello")
        assert said(port, SLOW) == ""
        assert " 200 " not in said(port, FLOOD)


def speaks_to_each_reader(answer: Callable[..., str]) -> None:
    """The page of who is sent away: in the reader's language and direction, with the one style that its policy names."""
    for asked, tongue, title in TONGUES:
        page = answer("/hot/", more=f"{asked}\r\n")
        direction = "rtl" if tongue == "ar" else "ltr"
        assert f'<html lang="{tongue}" dir="{direction}">' in page, asked
        assert f"<h1>{title}</h1>" in page, asked
        assert "Vary: Accept-Language, Cookie\r\n" in page
        style = page.partition("<style>")[2].partition("</style>")[0]
        assert f"style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in page


@needs_nginx
def test_nginx_answers_what_is_slow_or_large() -> None:
    """nginx.conf as it is deployed, with a shorter wait, before a site that takes nothing; who is sent away is told when to come back."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        site = int(nobody.getsockname()[1])
        with nginx_before(site, **{"client_header_timeout 10s": "client_header_timeout 500ms; lingering_timeout 100ms"}) as nginx:  # fmt: skip

            def answer(path: str = "/", *, more: str = "", method: str = "GET") -> str:
                words = ASKED.format(path=path, more=more).replace("GET", method, 1)
                return nginx.said(words.encode())

            large = answer(method="POST", more="Content-Length: 13000000\r\n")
            assert " 413 " in large
            assert "Strict-Transport-Security: max-age=63072000" in large
            assert nginx.said(SLOW) == ""
            assert " 400 " in nginx.said(FLOOD)
            assert " 414 " in answer("/" + "x" * 9_000)
            assert " 405 " in answer(method="TRACE")
            assert " 400 " in answer(method="POST", more="Content-Length: 3\r\nTransfer-Encoding: chunked\r\n")  # fmt: skip
            assert " 403 " in said(
                nginx.plain_port, ASKED.format(path="/api/v1/posts/", more="").encode()
            )
            assert " 308 " in said(nginx.plain_port, ASKED.format(path="/hot/", more="").encode())
            page, problem = answer("/hot/"), answer("/api/v1/posts/")
            assert (page.splitlines()[0], problem.splitlines()[0]) == ("HTTP/1.1 503 Service Temporarily Unavailable",) * 2  # fmt: skip
            assert "Retry-After: 5\r\n" in page
            speaks_to_each_reader(answer)
            assert "Strict-Transport-Security: max-age=63072000" in page
            assert "Content-Type: application/problem+json" in problem
            assert json.loads(problem.partition("\r\n\r\n")[2])["status"] == 503
            often = [answer("/accounts/login/") for _ in range(13)]
            assert " 429 " in often[-1]
            assert "Retry-After: 5\r\n" in often[-1]
            lines = [
                json.loads(line) for line in (nginx.folder / "access.log").read_text().splitlines()
            ]
            assert {line["status"] for line in lines} >= {"413", "414", "405", "403", "308"}
            assert all(len(line["request"]) == 32 for line in lines)
