"""`make upgrade-drill`: a version goes on line in place of the one before, under load, behind nginx as deploy/ has it; nothing is lost.

First the version before (`--from REVISION`: any that git knows; the last tag, or a hundred commits ago) runs alone, from a checkout of
its own: two web processes and two workers over one PostgreSQL and one Valkey. Over TLS, strangers read and members comment without a
pause. Then the new version's `preflight` and `migrate` run, and the code from before works with the new tables for a while, and with one
more column, as a next version would add it; at last each process is stopped and started again with the new code, and with the role of
PostgreSQL that only reads and writes rows, one after the other.
Last comes one line of JSON: `http_5xx` are answers that failed, `broken` requests without an answer, `lost` and `double` comments that
were accepted and are not there exactly once, `uncounted` what the post says it has beside that, `undone` tasks still due, `breaking`
what `preflight` says the code from before cannot stand. `migrate_seconds` are those of the whole command, of which
`applying_seconds` were spent in migrations, and of these `lock_seconds` waiting for whoever held a table.
"""

import argparse
import json
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from benchmarks import deployed
from benchmarks.deployed import CAST, CSRF, WEB, WORKERS, Deployed, manage, member_headers
from benchmarks.errors import CannotMeasureError
from benchmarks.migrating import migrate
from config.bootstrap import ROOT
from config.engines.errors import EngineError
from config.preflight.changes import Effect

PAUSE_SECONDS: Final = 0.4  # nginx lets twenty requests a second of one address pass
READERS, WRITERS = 3, 3
OLD_ON_NEW_SECONDS: Final = 15
EXPAND: Final = "ALTER TABLE feed_comment ADD COLUMN next_version text"
COMMITS_BACK: Final = 100
SETTLE_SECONDS: Final = 60
WRONG: Final = ("http_5xx", "broken", "lost", "double", "uncounted", "undone", "breaking")


def main(arguments: list[str]) -> int:
    """0: nothing failed, nothing lost or double. 1: something was. 2: it could not be measured."""
    parser = argparse.ArgumentParser(prog="upgrade_drill")
    parser.add_argument("--from", dest="revision", help="the version before, as git names it")
    options = parser.parse_args(arguments)
    try:
        deployed.require("nginx", "openssl", "git")
        with ExitStack() as running:
            report = _Drill(running, options.revision or _last_version()).run()
    except (CannotMeasureError, EngineError, subprocess.CalledProcessError) as error:
        print(f"upgrade_drill: {error}", file=sys.stderr)
        return 2
    print("".join(f"{name:>18}" for name in report))
    print("".join(f"{value:>18}" for value in report.values()))
    print(json.dumps(report))
    return int(any(report[name] for name in WRONG))


class _Drill:
    """Two versions; what is started is stopped by `running`."""

    def __init__(self, running: ExitStack, revision: str) -> None:
        self.site = Deployed(running)
        self.old, self.revision = self.site.folder / "before", _name_of(revision)
        _check_out(self.revision, self.old)
        for tree in (self.old, ROOT):
            deployed.prepare(tree)
        manage("migrate", "-v0", tree=self.old)
        cast = [sys.executable, "-c", CAST, str(WRITERS)]
        self.post, self.sessions = json.loads(subprocess.run(cast, cwd=self.old, check=True, capture_output=True).stdout)  # fmt: skip
        self.site.start_all(tree=self.old)
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
        try:
            upgrade = self._upgrade()
            time.sleep(3)
        finally:
            self.is_over.set()
            for thread in threads:
                thread.join()
        print(f"answers by status: {dict(sorted(Counter(self.statuses).items()))}")
        broken = self.statuses.count(deployed.NO_ANSWER)
        return {"from": self.revision[:10]} | upgrade | {
            "requests": len(self.statuses), "http_5xx": sum(one >= 500 for one in self.statuses) - broken,
            "broken": broken, "refused": sum(400 <= one < 500 for one in self.statuses), "comments": len(self.accepted),
        } | _tell(self.post, self.accepted)  # fmt: skip

    def _upgrade(self) -> dict[str, Any]:
        waiting = _waiting_migrations()
        breaking = _foretold()
        migrated = migrate(self.site.folder)
        _expand()
        before = len(self.statuses)
        time.sleep(OLD_ON_NEW_SECONDS)
        old_on_new = len(self.statuses) - before
        self.site.serve_with_few_rights()
        rolled = time.monotonic()
        for name in (*WEB, *WORKERS):
            self.site.stop(name)
            self.site.start(name)
            if name in WEB:
                deployed.wait_for(lambda port=int(name[-4:]): deployed.answers(port))
        return {
            "migrations": waiting, "breaking": len(breaking), **migrated, "old_on_new": old_on_new,
            "roll_seconds": round(time.monotonic() - rolled, 1),
        }  # fmt: skip

    def _read(self) -> None:
        for number in count():
            if self.is_over.is_set():
                return
            path = ("/", "/hot/", f"/search/?q=harbour&n={number}", f"/api/v1/posts/{self.post}/")[number % 4]  # fmt: skip
            self.statuses.append(self.site.ask("GET", path))
            time.sleep(PAUSE_SECONDS)

    def _write(self, session: str) -> None:
        """Each comment once: what failed is not sent again, so that a loss shows. Now and then the member looks round."""
        headers = member_headers(session)
        for number in count():
            if self.is_over.is_set():
                return
            body = f"Word {number} of {session[:8]} about the harbour."
            form = {
                "csrfmiddlewaretoken": CSRF,
                "body": body,
                "form_key": f"{session[:8]}-{number}",
            }
            status = self.site.ask(
                "POST", f"/posts/{self.post}/comments/", urlencode(form), headers
            )
            self.statuses.append(status)
            if status == 302:
                self.accepted.append(body)
            looked = ("/settings/", "/notifications/", "/")[number % 3]
            self.statuses.append(self.site.ask("GET", looked, None, headers))
            time.sleep(PAUSE_SECONDS)


def _last_version() -> str:
    described = _git("describe", "--tags", "--abbrev=0", "HEAD^")
    return described or f"HEAD~{COMMITS_BACK}"


def _name_of(revision: str) -> str:
    found = _git("rev-parse", "--verify", f"{revision}^{{commit}}")
    if not found:
        raise CannotMeasureError(f"git knows no {revision}: the drill needs the history of the repository")  # fmt: skip
    return found


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()  # fmt: skip


def _check_out(revision: str, target: Path) -> None:
    target.mkdir()
    archive = subprocess.run(["git", "archive", revision], cwd=ROOT, capture_output=True, check=True).stdout  # fmt: skip
    subprocess.run(["tar", "-x", "-C", str(target)], input=archive, check=True)


def _waiting_migrations() -> int:
    plan = [sys.executable, "manage.py", "showmigrations", "--plan"]
    shown = subprocess.run(plan, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sum(line.startswith("[ ]") for line in shown.splitlines())


def _foretold() -> list[str]:
    """What `preflight` says that the running version cannot stand; of the settings of a drill it may say what it likes."""
    told = subprocess.run([sys.executable, "manage.py", "preflight"], cwd=ROOT, capture_output=True, text=True, check=False).stdout  # fmt: skip
    found = [line.strip() for line in told.splitlines() if str(Effect.BREAKS) in line]
    print("\n".join(found) or "preflight: nothing breaks the code from before")
    return found


def _expand() -> None:
    """This process knows the new code, and is connected for a moment only."""
    import django
    from django.db import connection

    django.setup()
    with connection.cursor() as cursor:
        cursor.execute(EXPAND)
    connection.close()


def _tell(post: int, accepted: list[str]) -> dict[str, int]:
    """Comments that are not there, those there twice, what the post says it has beside that, and tasks still due."""
    from benchmarks.faults import _count_comments
    from benchmarks.kills import SWEEPERS, _due
    from config.celery import app
    from feed.models import Post

    until = time.monotonic() + SETTLE_SECONDS
    while _due() and time.monotonic() < until:
        for sweeper in SWEEPERS:
            app.send_task(sweeper)
        time.sleep(1.0)
    undone = _due()
    stated = Post.objects.get(pk=post).comment_count
    lost, double = _count_comments(accepted)
    return {"lost": lost, "double": double, "uncounted": len(accepted) - stated, "undone": undone}
