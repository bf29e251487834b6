"""`make faults`: stop each server under the running site, and see what readers and writers get.

Real servers: the web server, PostgreSQL, and a Valkey for each role. While one is stopped, readers ask for pages of many
kinds and a member posts comments, each sent again until it is accepted, as the 503 page offers. Then the server comes
back, and the time is taken until every page answers again; the site is not restarted. Last comes one line of JSON.

`http_5xx`: failures that are no calm 503 with Retry-After and what was typed. `lost`, `double`: comments that are not there exactly once.
The exit status is 0 only if all three are 0.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from html import unescape
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from benchmarks.counting import serving
from benchmarks.errors import CannotMeasureError
from config.bootstrap import ROOT
from config.engines.account import server_account
from config.engines.errors import EngineError
from config.engines.places import Places, make_places
from config.engines.postgres import Postgres
from config.engines.private import Server
from config.engines.valkey import Valkey
from config.testing.schema import load_tables

PORT: Final = 8478
ROLES: Final = ("cache", "broker", "events")
PAGES: Final = (
    "/", "/search/?q=harbour", "/accounts/login/", "/api/v1/posts/", "/healthz", "/beacon/", "/settings/",
)  # fmt: skip
CSRF: Final = "faultsfaultsfaultsfaultsfaultsfa"
PATIENCE_SECONDS: Final = 30.0
SLOWEST_ANSWER_SECONDS: Final = 10.0


@dataclass
class Fault:
    """One server stopped and started. `calm`: 503 with Retry-After; `http_5xx`: every other failure."""

    name: str
    requests: int = 0
    calm: int = 0
    http_5xx: int = 0
    slowest_seconds: float = 0.0
    recovery_seconds: float = 0.0


def main(arguments: list[str]) -> int:
    """0: no failure, nothing lost or double. 1: something was. 2: it could not be measured."""
    rounds = int(arguments[0]) if arguments else 3
    try:
        with ExitStack() as running:
            report = _Site(running).suffer(rounds)
    except (CannotMeasureError, EngineError, subprocess.CalledProcessError) as error:
        print(f"faults: {error}", file=sys.stderr)
        return 2
    print(json.dumps(report))
    return int(bool(report["http_5xx"] or report["lost"] or report["double"]))


class _Site:
    """The site over servers of its own; what is started is stopped by `running`."""

    def __init__(self, running: ExitStack) -> None:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="faults-")))
        folder.chmod(0o711)
        self.servers: dict[str, Server] = {"postgresql": Postgres(_places(folder, "pg"))}
        self.servers |= {f"redis_{role}": Valkey(_places(folder, role)) for role in ROLES}
        for server in self.servers.values():
            server.start()
            running.callback(server.stop)
        os.environ |= self._environ(folder)
        import django

        django.setup()
        self._make_tables()
        self.post, self.session = _make_cast()
        log = running.enter_context((folder / "site.log").open("w"))
        running.enter_context(serving("config.wsgi:application", PORT, output=log))
        self.sent: list[str] = []

    def suffer(self, rounds: int) -> dict[str, object]:
        faults = [self._fault(name, rounds) for name in self.servers]
        lost, double = _count_comments(self.sent)
        _print(faults, written=len(self.sent), lost=lost, double=double)
        return {
            "faults": len(faults),
            "requests": sum(one.requests for one in faults),
            "calm_503": sum(one.calm for one in faults),
            "http_5xx": sum(one.http_5xx for one in faults),
            "written": len(self.sent),
            "lost": lost,
            "double": double,
            "slowest_answer_seconds": max(one.slowest_seconds for one in faults),
            "slowest_recovery_seconds": max(one.recovery_seconds for one in faults),
        }

    def _fault(self, name: str, rounds: int) -> Fault:
        fault, server = Fault(name), self.servers[name]
        server.stop()
        waiting = []
        for number in range(rounds):
            for path in PAGES:
                self._ask(fault, path)
            body = f"A word on {name}, number {number}."
            self.sent.append(body)
            if self._ask(fault, self._comments, body=body) != 302:
                waiting.append(body)
        server.start()
        started = time.monotonic()
        while not all(self._ask(fault, path) < 500 for path in PAGES if path != "/beacon/"):
            _give_up_after(started)
        fault.recovery_seconds = round(time.monotonic() - started, 2)
        for body in waiting:
            while self._ask(fault, self._comments, body=body) != 302:
                _give_up_after(started)
        return fault

    @property
    def _comments(self) -> str:
        return f"/posts/{self.post}/comments/"

    def _ask(self, fault: Fault, path: str, *, body: str = "") -> int:
        """The status of one request, put down to the fault; a comment where there is a `body`."""
        started = time.monotonic()
        status, is_calm = self._send(path, body)
        fault.slowest_seconds = round(max(fault.slowest_seconds, time.monotonic() - started), 2)
        fault.requests += 1
        fault.calm += is_calm
        fault.http_5xx += status >= 500 and not is_calm
        return status

    def _send(self, path: str, body: str) -> tuple[int, bool]:
        """Status, 599 for no answer in time; whether it is a 503 that says when to come back and holds what was typed."""
        connection = HTTPConnection("127.0.0.1", PORT, timeout=SLOWEST_ANSWER_SECONDS)
        headers = {"Cookie": f"csrftoken={CSRF}"}
        if body or path == "/settings/":
            headers["Cookie"] += f"; sessionid={self.session}"
        form = {"csrfmiddlewaretoken": CSRF, "body": body, "form_key": f"key-{hash(body):x}"[:40]}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(
                "POST" if body else "GET", path, urlencode(form) if body else None, headers
            )
            answer = connection.getresponse()
            text = unescape(answer.read().decode(errors="replace"))
        except (OSError, HTTPException):
            return 599, False
        finally:
            connection.close()
        is_calm = answer.status == 503 and "Retry-After" in answer.headers and body in text
        return answer.status, is_calm

    def _environ(self, folder: Path) -> dict[str, str]:
        urls = {f"REDIS_{role.upper()}_URL": self.servers[f"redis_{role}"].url for role in ROLES}
        return urls | {
            "BROADSHEET_ENV": "development",
            "BROADSHEET_ENCODER": "none",
            "BROADSHEET_MEDIA_ROOT": str(folder / "media"),
            "DATABASE_URL": self.servers["postgresql"].url,
            "REDIS_URL": self.servers["redis_events"].url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PORT": str(PORT),
        }

    def _make_tables(self) -> None:
        postgres = self.servers["postgresql"]
        if isinstance(postgres, Postgres) and postgres.binaries:
            os.environ["TEST_POSTGRES_TOOLS"] = str(postgres.binaries)
        if not load_tables(postgres.url, database="broadsheet"):
            migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
            subprocess.run(migrate, cwd=ROOT, check=True)


def _places(folder: Path, name: str) -> Places:
    return make_places(folder / name, server_account())


def _make_cast() -> tuple[int, str]:
    """A post and the session of a member who comments on it; afterwards nothing is connected."""
    from accounts.models import TrustLevel, User
    from feed.models import Category
    from feed.services.publishing import PostDraft, create_post, publish_post

    author = User.objects.create_user("alice", "alice@example.org", trust_level=TrustLevel.LEADER)
    category = Category.objects.create(name="Harbour", slug="harbour")
    draft = PostDraft(title="The harbour deepens", body="The dredger is back.", category=category)
    post = create_post(author=author, draft=draft)
    publish_post(post, actor=author)
    session = sign_in("alice")
    _disconnect()
    return post.pk, session


def sign_in(username: str) -> str:
    """The session of a member who may write as much as anybody."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from accounts.models import TrustLevel, User

    member = User.objects.filter(username=username).first() or User.objects.create_user(
        username, f"{username}@example.org", trust_level=TrustLevel.LEADER
    )
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def _disconnect() -> None:
    from django.db import connection

    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL backend


def _count_comments(bodies: list[str]) -> tuple[int, int]:
    """How many are not there, and how many more than once."""
    from feed.models import Comment

    found = list(Comment.objects.values_list("body", flat=True))
    _disconnect()
    counts = [found.count(body) for body in bodies]
    return counts.count(0), sum(1 for count in counts if count > 1)


def _give_up_after(started: float) -> None:
    if time.monotonic() - started > PATIENCE_SECONDS:
        raise CannotMeasureError(f"no recovery within {PATIENCE_SECONDS:.0f} s")
    time.sleep(0.1)


def _print(faults: list[Fault], *, written: int, lost: int, double: int) -> None:
    names = list(asdict(faults[0]))
    print("".join(f"{name:>18}" for name in names))
    for fault in faults:
        print("".join(f"{value:>18}" for value in asdict(fault).values()))
    print(f"{written} comments written: {lost} lost, {double} double")
