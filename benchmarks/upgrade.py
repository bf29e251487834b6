"""`make upgrade-drill`: a new version goes on line under load, behind nginx as deploy/nginx/nginx.conf sets it up; nothing is lost.

Two web processes and two workers share one PostgreSQL and one Valkey. Over TLS and HTTP, strangers read and members comment
without a pause. Meanwhile the database gets a new column, as `migrate` of a next version would give it one, and each process
is stopped and started again, one after the other. Last comes one line of JSON: `http_5xx` are answers that failed, `broken`
requests without an answer, `lost` and `double` comments that were accepted and are not there exactly once.
"""

import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from http.client import HTTPException, HTTPSConnection
from itertools import count
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from benchmarks.behind_nginx import deployed_nginx
from benchmarks.errors import CannotMeasureError
from config.bootstrap import ROOT
from config.engines.errors import EngineError
from config.testing.schema import load_tables
from config.testing.servers import ThrowAway

HOST: Final = "news.example.org"
HTTP_PORT, TLS_PORT, WEB_PORTS = 8480, 8481, (8482, 8483)
START_SECONDS: Final = 120
PAUSE_SECONDS: Final = 0.4  # nginx lets twenty requests a second of one address pass
READERS, WRITERS = 3, 3
CSRF: Final = "drilldrilldrilldrilldrilldrilldr"
EXPAND: Final = "ALTER TABLE feed_comment ADD COLUMN next_version text"
Process = subprocess.Popen[bytes]


def main(_arguments: list[str]) -> int:
    """0: nothing failed, nothing lost or double. 1: something was. 2: it could not be measured."""
    try:
        _require("nginx", "openssl")
        with ExitStack() as running:
            report = _Drill(running).run()
    except (CannotMeasureError, EngineError, subprocess.CalledProcessError) as error:
        print(f"upgrade_drill: {error}", file=sys.stderr)
        return 2
    print("".join(f"{name:>16}" for name in report))
    print("".join(f"{value:>16}" for value in report.values()))
    print(json.dumps(report))
    return int(any(report[name] for name in ("http_5xx", "broken", "lost", "double", "uncounted")))


def _require(*tools: str) -> None:
    for tool in tools:
        if not shutil.which(tool):
            raise CannotMeasureError(f"{tool} is missing: apt-get install nginx-light openssl")


class _Drill:
    """The site behind nginx; what is started is stopped by `running`."""

    def __init__(self, running: ExitStack) -> None:
        self.folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="drill-")))
        self.folder.chmod(0o755)
        servers = ThrowAway()
        running.callback(servers.stop)
        self._set_environ(servers.start())
        for command in (["compilemessages"], ["collectstatic", "--noinput", "-v0"]):
            _manage(*command)
        import django

        django.setup()
        url = os.environ["DATABASE_URL"]
        if not load_tables(url, database=urlsplit(url).path.strip("/")):
            _manage("migrate", "-v0")
        self.post, self.sessions = _make_cast()
        self.log = running.enter_context((self.folder / "programs.log").open("wb"))
        self.processes: dict[str, Process] = {}
        running.callback(lambda: [self._stop(name) for name in list(self.processes)])
        for name in self._commands():
            self._start(name)
        self._start("nginx")
        try:
            _wait_for(self._is_up)
        except CannotMeasureError:
            print((self.folder / "programs.log").read_text()[-2000:], file=sys.stderr)
            raise
        self.statuses: list[int] = []
        self.accepted: list[str] = []
        self.is_over = threading.Event()

    def run(self) -> dict[str, Any]:
        """Load for some seconds, the upgrade, and some seconds more."""
        threads = [threading.Thread(target=self._read) for _ in range(READERS)]
        threads += [threading.Thread(target=self._write, args=(one,)) for one in self.sessions]
        for thread in threads:
            thread.start()
        time.sleep(3)
        began = time.monotonic()
        self._upgrade()
        took = time.monotonic() - began
        time.sleep(3)
        self.is_over.set()
        for thread in threads:
            thread.join()
        print(f"answers by status: {dict(sorted(Counter(self.statuses).items()))}")
        lost, double, counted = _tell(self.post, self.accepted)
        return {
            "requests": len(self.statuses), "http_5xx": sum(500 <= one < 599 for one in self.statuses),
            "broken": self.statuses.count(599), "refused": sum(400 <= one < 500 for one in self.statuses),
            "comments": len(self.accepted), "lost": lost, "double": double, "uncounted": len(self.accepted) - counted, "upgrade_seconds": round(took, 1),
        }  # fmt: skip

    def _upgrade(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(EXPAND)
        connection.close()
        for name in self._commands():
            self._stop(name)
            self._start(name)
            if name.startswith("web"):
                _wait_for(lambda port=int(name[-4:]): _answers(port))

    def _commands(self) -> dict[str, list[str]]:
        """As in deploy/systemd, on this machine's ports."""
        web = [sys.executable, "-m", "granian", "--interface=wsgi", "--http=1", "--no-ws", "--log-level=error", "--host=127.0.0.1", "--workers=1",
               "--blocking-threads=8", "--backpressure=64", "--http1-buffer-size=65536", "--http1-header-read-timeout=10000", "--workers-kill-timeout=10"]  # fmt: skip
        worker = [sys.executable, "-m", "celery", "--quiet", "--app=config.celery", "worker", "--pool=threads", "--concurrency=2",
                  "--without-gossip", "--without-mingle", "--loglevel=ERROR"]  # fmt: skip
        told = {
            f"web-{port}": [*web, f"--port={port}", "config.wsgi:application"] for port in WEB_PORTS
        }
        return told | {
            f"worker-{number}": [*worker, f"--hostname=drill{number}@%h"] for number in (1, 2)
        }

    def _start(self, name: str) -> None:
        command = ["nginx", "-p", str(self.folder), "-c", str(self._nginx()), "-e", "stderr"] if name == "nginx" else self._commands()[name]  # fmt: skip
        self.processes[name] = subprocess.Popen(command, cwd=ROOT, stdout=self.log, stderr=self.log)

    def _stop(self, name: str) -> None:
        process = self.processes.pop(name)
        process.terminate()
        process.wait(60)

    def _nginx(self) -> Path:
        return deployed_nginx(
            self.folder, host=HOST, http_port=HTTP_PORT, tls_port=TLS_PORT, web_ports=WEB_PORTS
        )

    def _is_up(self) -> bool:
        return all(map(_answers, WEB_PORTS)) and self._ask("GET", "/healthz") == 200

    def _read(self) -> None:
        for number in count():
            if self.is_over.is_set():
                return
            self.statuses.append(
                self._ask("GET", ("/", "/hot/", f"/search/?q=harbour&n={number}")[number % 3])
            )
            time.sleep(PAUSE_SECONDS)

    def _write(self, session: str) -> None:
        """Each comment once: what failed is not sent again, so that a loss shows."""
        headers = {"Cookie": f"__Host-csrftoken={CSRF}; __Host-sessionid={session}", "Referer": f"https://{HOST}/", "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip
        for number in count():
            if self.is_over.is_set():
                return
            body = f"Word {number} of {session[:8]} about the harbour."
            form = {
                "csrfmiddlewaretoken": CSRF,
                "body": body,
                "form_key": f"{session[:8]}-{number}",
            }
            status = self._ask("POST", f"/posts/{self.post}/comments/", urlencode(form), headers)
            self.statuses.append(status)
            if status == 302:
                self.accepted.append(body)
            time.sleep(PAUSE_SECONDS)

    def _ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> int:  # fmt: skip
        """The status; 599 for no answer."""
        trusting = ssl.create_default_context(cafile=str(self.folder / "tls" / "fullchain.pem"))
        trusting.check_hostname = False  # it is asked by its address
        connection = HTTPSConnection("127.0.0.1", TLS_PORT, timeout=20, context=trusting)
        try:
            connection.request(method, path, body, {"Host": HOST} | (headers or {}))
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            return 599
        finally:
            connection.close()
        return answer.status

    def _set_environ(self, urls: dict[str, str]) -> None:
        os.environ |= {
            "BROADSHEET_ENV": "production",
            "BROADSHEET_SECRET_KEY": "a drill signs nothing that anybody could want to forge: 012345",
            "BROADSHEET_BASE_URL": f"https://{HOST}",
            "BROADSHEET_TRUSTED_PROXIES": "1",
            "BROADSHEET_ENCODER": "none",
            "BROADSHEET_MEDIA_ROOT": urls["TEST_MEDIA_ROOT"],
            "DATABASE_URL": urls["TEST_DATABASE_URL"],
            "TEST_POSTGRES_TOOLS": urls.get("TEST_POSTGRES_TOOLS", ""),
            "REDIS_URL": urls["TEST_REDIS_URL"],
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }


def _manage(*command: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )


def _make_cast() -> tuple[int, list[str]]:
    """A post, and the sessions of those who comment on it; afterwards nothing is connected."""
    from benchmarks.faults import _disconnect, _make_cast, sign_in

    post, _session = _make_cast()
    sessions = [sign_in(f"writer{number}") for number in range(WRITERS)]
    _disconnect()
    return post, sessions


def _tell(post: int, accepted: list[str]) -> tuple[int, int, int]:
    """Comments that are not there, those there twice, and what the post says it has."""
    from benchmarks.faults import _count_comments
    from feed.models import Post

    lost, double = _count_comments(accepted)
    return lost, double, Post.objects.get(pk=post).comment_count


def _answers(port: int) -> bool:
    from http.client import HTTPConnection

    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": HOST})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _wait_for(is_there: Any) -> None:
    until = time.monotonic() + START_SECONDS
    while not is_there():
        if time.monotonic() > until:
            raise CannotMeasureError(f"the site did not start within {START_SECONDS} s")
        time.sleep(0.1)
