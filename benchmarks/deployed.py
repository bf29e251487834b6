"""The site as deploy/ runs it, on this machine's ports: two web processes and two workers behind nginx, over servers of its own.

`tree`: the checkout whose code a program runs; what a drill measures may be older than the drill.
"""

import os
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from shutil import which
from typing import Final

from benchmarks.behind_nginx import deployed_nginx
from benchmarks.errors import CannotMeasureError
from config.bootstrap import ROOT
from config.testing.servers import ThrowAway

HOST: Final = "news.example.org"
HTTP_PORT, TLS_PORT, WEB_PORTS = 8480, 8481, (8482, 8483)
WEB: Final = tuple(f"web-{port}" for port in WEB_PORTS)
# What must be done within seconds has a worker of its own, and a second takes all that there is: two processors are few.
WORKERS: Final = ("worker-counts", "worker-all")
START_SECONDS: Final = 120
CSRF: Final = "drilldrilldrilldrilldrilldrilldr"
NO_ANSWER: Final = 599
SITE_ROLE: Final = "broadsheet_site"
Process = subprocess.Popen[bytes]
# In the words of any version: makes a member, a post, and sessions of those who write; prints their keys.
CAST: Final = """
import json, sys
import django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.models import TrustLevel, User
from feed.models import Category
from feed.services.publishing import PostDraft, create_post, publish_post
def member(name):
    return User.objects.create_user(name, f"{name}@example.org", trust_level=TrustLevel.LEADER)
def sign_in(one):
    session = SessionStore()
    session[SESSION_KEY] = str(one.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = one.get_session_auth_hash()
    session.save()
    return session.session_key
alice = member("alice")
draft = PostDraft(title="The harbour deepens", body="The dredger is back.", category=Category.objects.create(name="Harbour", slug="harbour"))
post = create_post(author=alice, draft=draft)
publish_post(post, actor=alice)
print(json.dumps([post.pk, [sign_in(member(f"writer{number}")) for number in range(int(sys.argv[1]))]]))
"""


def require(*tools: str) -> None:
    for tool in tools:
        if not which(tool):
            raise CannotMeasureError(f"{tool} is missing: apt-get install nginx-light openssl git")


class Deployed:
    """What is started is stopped by `running`; the environment of this process becomes the site's."""

    def __init__(self, running: ExitStack) -> None:
        self.folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="drill-")))
        self.folder.chmod(0o755)
        servers = ThrowAway()
        running.callback(servers.stop)
        _set_environ(servers.start())
        self.log = running.enter_context((self.folder / "programs.log").open("wb"))
        self.processes: dict[str, Process] = {}
        running.callback(lambda: [self.stop(name) for name in list(self.processes)])

    def start_all(self, *, tree: Path = ROOT) -> None:
        """Returns when nginx answers for both web processes."""
        for name in (*WEB, *WORKERS):
            self.start(name, tree=tree)
        config = deployed_nginx(
            self.folder, host=HOST, http_port=HTTP_PORT, tls_port=TLS_PORT, web_ports=WEB_PORTS
        )
        command = ["nginx", "-p", str(self.folder), "-c", str(config), "-e", "stderr"]
        self.processes["nginx"] = subprocess.Popen(command, stdout=self.log, stderr=self.log)
        try:
            wait_for(self._is_up)
        except CannotMeasureError:
            print((self.folder / "programs.log").read_text()[-2000:], file=sys.stderr)
            raise

    def serve_with_few_rights(self) -> None:
        """What is started from now on has the role of PostgreSQL that only reads and writes rows."""
        os.environ["POSTGRES_SITE_PASSWORD"] = "of-a-drill"  # noqa: S105  (the server asks nobody for it)
        manage("site_role", SITE_ROLE, "--password-from", "POSTGRES_SITE_PASSWORD")
        scheme, _slashes, place = os.environ["DATABASE_URL"].partition("://")
        os.environ["DATABASE_URL"] = f"{scheme}://{SITE_ROLE}@{place.rpartition('@')[2]}"

    def start(self, name: str, *, tree: Path = ROOT) -> None:
        self.processes[name] = subprocess.Popen(
            _command(name), cwd=tree, stdout=self.log, stderr=self.log
        )

    def stop(self, name: str) -> None:
        process = self.processes.pop(name)
        process.terminate()
        process.wait(60)

    def ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> int:  # fmt: skip
        """The status through nginx, over TLS; NO_ANSWER for none."""
        connection = HTTPSConnection("127.0.0.1", TLS_PORT, timeout=20, context=self.trusting())
        try:
            connection.request(method, path, body, {"Host": HOST} | (headers or {}))
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            return NO_ANSWER
        finally:
            connection.close()
        return answer.status

    def trusting(self) -> ssl.SSLContext:
        made = ssl.create_default_context(cafile=str(self.folder / "tls" / "fullchain.pem"))
        made.check_hostname = False  # it is asked by its address
        return made

    def _is_up(self) -> bool:
        return all(map(answers, WEB_PORTS)) and self.ask("GET", "/healthz") == 200


def prepare(tree: Path) -> None:
    """Words and static files."""
    for command in (["compilemessages"], ["collectstatic", "--noinput", "-v0"]):
        manage(*command, tree=tree)


def manage(*command: str, tree: Path = ROOT) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command], cwd=tree, check=True, stdout=subprocess.DEVNULL
    )


def answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": HOST})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def wait_for(is_there: Callable[[], bool]) -> None:
    until = time.monotonic() + START_SECONDS
    while not is_there():
        if time.monotonic() > until:
            raise CannotMeasureError(f"the site did not start within {START_SECONDS} s")
        time.sleep(0.1)


def member_headers(session: str) -> dict[str, str]:
    """Of a browser that is signed in, and may post."""
    return {"Cookie": f"__Host-csrftoken={CSRF}; __Host-sessionid={session}", "Referer": f"https://{HOST}/", "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip


def _command(name: str) -> list[str]:
    """As in deploy/systemd, on this machine's ports."""
    kind, _hyphen, number = name.partition("-")
    if kind == "web":
        return [sys.executable, "-m", "granian", "--interface=wsgi", "--http=1", "--no-ws", "--loop=asyncio", "--log-level=error", "--host=127.0.0.1", "--workers=1", "--blocking-threads=16",
                "--backpressure=64", "--http1-buffer-size=65536", "--http1-header-read-timeout=10000", "--workers-kill-timeout=10", f"--port={number}", "config.wsgi:application"]  # fmt: skip
    return [sys.executable, "-m", "celery", "--quiet", "--app=config.celery", "worker", "--pool=threads", "--concurrency=2",
            *([] if number == "all" else [f"--queues={number}"]), "--without-gossip", "--without-mingle", "--loglevel=ERROR", f"--hostname=drill-{number}@%h"]  # fmt: skip


def _set_environ(urls: dict[str, str]) -> None:
    os.environ |= {
        "BROADSHEET_ENV": "production",
        "BROADSHEET_SECRET_KEY": "a drill signs nothing that anybody could want to forge: 012345",
        "BROADSHEET_BASE_URL": f"https://{HOST}",
        "BROADSHEET_TRUSTED_PROXIES": "1",
        "BROADSHEET_ENCODER": "none",
        "BROADSHEET_NO_BOOTSTRAP": "true",
        "BROADSHEET_MEDIA_ROOT": urls["TEST_MEDIA_ROOT"],
        "DATABASE_URL": urls["TEST_DATABASE_URL"],
        "TEST_POSTGRES_TOOLS": urls.get("TEST_POSTGRES_TOOLS", ""),
        "REDIS_URL": urls["TEST_REDIS_URL"],
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
