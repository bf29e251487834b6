"""Starts what is measured, all of it on one core: PostgreSQL, Valkey, the site, the floors and, if it is there, nginx."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

import psutil

from benchmarks.errors import CannotMeasureError
from config.bootstrap import ROOT
from config.testing.servers import ThrowAway

SERVER_CORE, CLIENT_CORE = 0, 1
SITE, FLOOR, GRANIAN_FLOOR, STATIC, MICRO_CACHE = 8471, 8472, 8473, 8474, 8475
START_SECONDS: Final = 60
PAGE_FILE: Final = "page.html"
ENGINES: Final = {"PostgreSQL": "postgres", "Valkey": "valkey"}
THREADS: Final = 4
# Of a web process, as in deploy/: what granian's own part keeps to itself is one heap, none for each thread; and Python forgets which
# columns of a line failed.
THRIFT: Final = {
    "_RJEM_MALLOC_CONF": "narenas:1,tcache:false",
    "PYTHONNODEBUGRANGES": "1",
}
BROWSER: Final = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


def require() -> None:
    """Raises CannotMeasureError where a tool or a core is missing."""
    if shutil.which("wrk") is None:
        raise CannotMeasureError("wrk is missing: apt-get install wrk, or brew install wrk")
    if not hasattr(os, "sched_setaffinity") or len(os.sched_getaffinity(0)) < 2:
        raise CannotMeasureError("two cores that can be told apart are needed (Linux)")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is stopped then, too


class Stack:
    """The servers of one run; what is started here stays on the servers' core and is gone at the end."""

    def __init__(self, running: ExitStack, *, scale: Sequence[str] = ()) -> None:
        os.sched_setaffinity(0, {SERVER_CORE})
        self._running = running
        servers = ThrowAway()
        running.callback(servers.stop)
        urls = os.environ | servers.start()
        self.environ = (
            os.environ
            | THRIFT
            | {
                "BROADSHEET_ENV": "production",
                "BROADSHEET_INSECURE_HTTP": "true",
                "BROADSHEET_TRUSTED_PROXIES": "1",
                "BROADSHEET_SECRET_KEY": "a benchmark signs nothing that anybody could want to forge: 0123",
                "BROADSHEET_BASE_URL": f"http://127.0.0.1:{SITE}",
                "BROADSHEET_MEDIA_ROOT": urls["TEST_MEDIA_ROOT"],
                "DATABASE_URL": urls["TEST_DATABASE_URL"],
                "REDIS_URL": urls["TEST_REDIS_URL"],
            }
        )
        for command in (
            ["compilemessages"],
            ["migrate", "--verbosity=0"],
            ["seed_scale", "--force", *scale],
            ["collectstatic", "--noinput", "--verbosity=0"],
        ):
            self.run("manage.py", *command)

    def run(self, *command: str) -> str:
        """Run a Python program with the site's settings; what it printed."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT, env=self.environ, check=False, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise CannotMeasureError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def start_site(self) -> psutil.Process:
        return self._start(_granian("config.wsgi:application", SITE), SITE, "/healthz")

    def keep_page(self, page: bytes) -> Path:
        """The folder in which the bytes of a page lie as a file, for the floors and nginx."""
        folder = Path(self._running.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        (folder / PAGE_FILE).write_bytes(page)
        return folder

    def start_floors(self, folder: Path) -> None:
        self.environ["BENCHMARK_PAGE"] = str(folder / PAGE_FILE)
        gunicorn = [
            *(sys.executable, "-m", "gunicorn", "--log-level=error", "--worker-class=gthread"),
            *("--workers=1", f"--threads={THREADS}", f"--bind=127.0.0.1:{FLOOR}"),
            "benchmarks.floor:application",
        ]
        self._start(gunicorn, FLOOR, "/")
        self._start(_granian("benchmarks.floor:application", GRANIAN_FLOOR), GRANIAN_FLOOR, "/")

    def start_nginx(self, folder: Path) -> psutil.Process | None:
        """Serve the page as a file, and the site through the micro-cache of deploy/; None without nginx."""
        if shutil.which("nginx") is None:
            return None
        (folder / "nginx.conf").write_text(nginx_settings(folder))
        command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
        return self._start(command, STATIC, f"/{PAGE_FILE}")

    def engines_megabytes(self) -> dict[str, dict[str, float]]:
        """What the servers of data hold, each with all its processes."""
        children = psutil.Process().children()
        return {
            name: _megabytes([each, *each.children(recursive=True)])
            for name, program in ENGINES.items()
            for each in children
            if each.name().startswith(program)
        }

    def _start(self, command: list[str], port: int, path: str) -> psutil.Process:
        return self._running.enter_context(_serving(command, self.environ, port, path))


@contextmanager
def _serving(
    command: list[str], environ: dict[str, str], port: int, path: str
) -> Iterator[psutil.Process]:
    if _is_taken(port):
        raise CannotMeasureError(f"port {port} is taken: is another measurement running?")
    with tempfile.TemporaryFile("w+") as complaints:
        process = psutil.Popen(command, cwd=ROOT, env=environ, stderr=complaints)
        try:
            _wait_until_open(process, port, path)
        except CannotMeasureError as error:
            with suppress(psutil.NoSuchProcess):  # it ended by itself, and said why
                process.kill()
            complaints.seek(0)
            raise CannotMeasureError(f"{error}\n{complaints.read()}".strip()) from error
    try:
        yield process
    finally:
        process.terminate()
        process.wait(15)


def _is_taken(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def _granian(application: str, port: int) -> list[str]:
    """As in deploy/, but for its time-outs and how many wait."""
    return [
        *(sys.executable, "-m", "granian", "--interface=wsgi", "--http=1", "--no-ws"),
        *("--log-level=error", "--loop=asyncio", "--http1-buffer-size=65536", "--workers=1"),
        *(f"--blocking-threads={THREADS}", f"--port={port}", application),
    ]


def nginx_settings(folder: Path) -> str:
    """A file served as it is, and the site behind the rules of deploy/, with the word that they need of its nginx.conf."""
    deployed = ROOT / "deploy" / "nginx"
    rules = (deployed / "micro-cache.conf").read_text()
    (language,) = re.findall(
        r"^ *map \$http_cookie .*$", (deployed / "nginx.conf").read_text(), re.MULTILINE
    )
    return f"""
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr crit;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  keepalive_requests 1000000; default_type text/html;
  upstream broadsheet {{ server 127.0.0.1:{SITE}; keepalive 16; }}
{language}
  proxy_cache_path {folder}/pages keys_zone=pages:8m max_size=64m;
  server {{ listen 127.0.0.1:{STATIC}; root {folder}; }}
  server {{ listen 127.0.0.1:{MICRO_CACHE}; {rules} }}
}}
"""


def _wait_until_open(process: psutil.Popen, port: int, path: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            get(port, path)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise CannotMeasureError(f"nothing answers on port {port}")


def get(port: int, path: str, headers: dict[str, str] | None = None) -> bytes:
    """Raises CannotMeasureError: it does not answer 200."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"User-Agent": BROWSER} | (headers or {}))
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        raise CannotMeasureError(f"{path} answers {response.status}")
    return body


def memory_megabytes(process: psutil.Process) -> dict[str, float]:
    """Resident and proportional size of the largest process of a server, in MB."""
    family = [process, *process.children(recursive=True)]
    return _megabytes([max(family, key=lambda one: one.memory_info().rss)])


def megabytes_by_process(process: psutil.Process) -> list[dict[str, float]]:
    """The same of each process of a server: the one that was started, then those that it started."""
    return [_megabytes([each]) for each in (process, *process.children(recursive=True))]


def _megabytes(processes: list[psutil.Process]) -> dict[str, float]:
    """Pages that processes share are in the sum of `rss` several times, in that of `pss` once, and not in `private`."""
    sizes = [each.memory_full_info() for each in processes]
    return {
        "rss": round(sum(one.rss for one in sizes) / 1e6, 1),
        "pss": round(sum(one.pss for one in sizes) / 1e6, 1),
        "private": round(sum(one.uss for one in sizes) / 1e6, 1),
    }


def busy_seconds() -> float:
    """Seconds of CPU that all processes on the servers' core have used."""
    total = 0.0
    for process in psutil.process_iter():
        try:
            if process.cpu_affinity() == [SERVER_CORE]:
                times = process.cpu_times()
                total += times.user + times.system
        except psutil.Error:
            continue
    return total
