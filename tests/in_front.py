"""nginx as it is deployed, before a site that the test makes up; each in a process of its own."""

import shutil
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.behind_nginx import deployed_nginx

HOST = "news.example.org"
ASKED = "GET {path} HTTP/1.1\r\nHost: " + HOST + "\r\n{more}Connection: close\r\n\r\n"
# The certificate is of the test's own making.
TRUSTING = ssl.create_default_context()
TRUSTING.check_hostname, TRUSTING.verify_mode = False, ssl.CERT_NONE
needs_nginx = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")


def free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        doors = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [int(door.getsockname()[1]) for door in doors]


@contextmanager
def running(command: Sequence[str], folder: Path, port: int) -> Iterator[None]:
    """Until it listens: then ours; ended with the test."""
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # fmt: skip
        try:
            while not listens(port):
                assert process.poll() is None, command
            yield
        finally:
            process.terminate()


def listens(port: int) -> bool:
    with socket.socket() as door:
        door.settimeout(0.2)
        return door.connect_ex(("127.0.0.1", port)) == 0


def said(port: int, words: bytes, *, tls: ssl.SSLContext | None = None) -> str:
    """All that is answered until the server ends the connection, which it must."""
    with ExitStack() as open_ones:
        line = open_ones.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
        if tls:
            line = open_ones.enter_context(tls.wrap_socket(line, server_hostname=HOST))
        answer = b""
        try:
            line.sendall(words)
            while part := line.recv(65_536):
                answer += part
        except (ConnectionResetError, BrokenPipeError):
            pass  # let go while it was still sending
        return answer.decode()


@dataclass(frozen=True)
class Nginx:
    folder: Path
    plain_port: int
    port: int

    def said(self, words: bytes) -> str:
        return said(self.port, words, tls=TRUSTING)

    def check(self) -> str:
        """What `nginx -t` says of the files."""
        command = ["nginx", "-t", "-p", str(self.folder), "-c", "nginx.conf", "-e", "stderr"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stderr


@contextmanager
def nginx_before(site: int, **changes: str) -> Iterator[Nginx]:
    """Before the site at that port, by nginx.conf as deployed but for `changes`, from what stands there to what it shall be."""
    plain, safe = free_ports(2)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # processes of nginx, which are nobody's, come in
        written = deployed_nginx(folder, host=HOST, http_port=plain, tls_port=safe, web_ports=(site, site))  # fmt: skip
        text = written.read_text()
        for old, new in changes.items():
            text = text.replace(old, new)
        written.write_text(text)
        with running(["nginx", "-p", name, "-c", str(written), "-e", "stderr"], folder, safe):
            yield Nginx(folder, plain, safe)
