"""`make kill-workers`: two web processes and two workers, which are killed at random; nothing is lost or done twice.

Members send each comment to both web processes at once, as an impatient reader does. Every comment and post leaves tasks: who is to
be told, a picture for previews, a Read More list. Meanwhile workers are killed in the middle of whatever they do
(SIGKILL), and started again. Then the sweepers go round, each sent twice at once, as two beats would, until nothing is due. Last comes one line of
JSON. `lost`, `double`: comments that are not there exactly once; `untold`, `told_twice`: of those, news to the author of the post that
are not there exactly once; `undone`: posts without their list or picture; `miscounted`: what the post says it has, beside what it has.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import psutil

from benchmarks.counting import serving
from benchmarks.errors import CannotMeasureError
from config.bootstrap import ROOT
from config.engines.errors import EngineError
from config.testing.schema import load_tables
from config.testing.servers import ThrowAway

PORTS: Final = (8486, 8487)
CSRF: Final = "killskillskillskillskillskillski"
SEED: Final = 20261128
POSTS_EVERY: Final = 5
MOST_TRIES: Final = 20
IDLE_THREADS: Final = 1
PATIENCE_SECONDS: Final = 240.0
SWEEPERS: Final = ("feed.tasks.sweep_announcements", "feed.tasks.sweep_read_more", "feed.tasks.sweep_share_images")  # fmt: skip
WRONG: Final = ("lost", "double", "untold", "told_twice", "undone", "miscounted")


def main(arguments: list[str]) -> int:
    """0: nothing lost or double. 1: something was. 2: it could not be measured."""
    kills = int(arguments[0]) if arguments else 100
    try:
        with ExitStack() as running:
            report = _Site(running).suffer(kills)
    except (CannotMeasureError, EngineError, subprocess.CalledProcessError) as error:
        print(f"kill_workers: {error}", file=sys.stderr)
        return 2
    print("".join(f"{name:>12}" for name in report))
    print("".join(f"{value:>12}" for value in report.values()))
    print(json.dumps(report))
    return int(any(report[name] for name in WRONG))


class _Site:
    """Two of each over servers of their own; what is started is stopped by `running`."""

    def __init__(self, running: ExitStack) -> None:
        servers = ThrowAway()
        running.callback(servers.stop)
        self._set_environ(servers.start())
        import django

        django.setup()
        url = os.environ["DATABASE_URL"]
        if not load_tables(url, database=urlsplit(url).path.strip("/")):
            subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)
        from benchmarks.faults import _disconnect, _make_cast, sign_in

        self.post, _session = _make_cast()
        self.session = sign_in("bob")
        _let_write_without_limit()
        _disconnect()
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="kills-")))
        log = running.enter_context((folder / "programs.log").open("w"))
        for port in PORTS:
            running.enter_context(serving("config.wsgi:application", port, output=log))
        self.log = log
        self.workers = [self._start_worker(number) for number in range(2)]
        running.callback(lambda: [_end(worker) for worker in self.workers])
        self.dice = random.Random(SEED)

    def suffer(self, kills: int) -> dict[str, Any]:
        bodies, killed = [], 0
        began = time.monotonic()
        while killed < kills:
            body = f"Word {len(bodies)} about the harbour."
            bodies.append(body)
            self._send_twice(body)
            if len(bodies) % POSTS_EVERY == 0:
                self._publish(len(bodies))
            time.sleep(self.dice.random() * 0.2)
            killed += self._kill_one()
            if time.monotonic() - began > PATIENCE_SECONDS + 20 * kills:
                raise CannotMeasureError("the workers are too slow to be killed so often")
        seconds = self._settle()
        return {"kills": killed, "comments": len(bodies)} | self._tell(bodies) | {"settled_seconds": seconds}  # fmt: skip

    def _send_twice(self, body: str) -> None:
        """To both web processes at once, until one of them has taken it."""
        statuses: list[int] = []
        for _ in range(MOST_TRIES):
            if 302 in statuses:
                return
            both = [threading.Thread(target=lambda port=port: statuses.append(self._send(port, body))) for port in PORTS]  # fmt: skip
            for one in both:
                one.start()
            for one in both:
                one.join()
        raise CannotMeasureError(f"no comment is taken: {statuses[-2:]}")

    def _send(self, port: int, body: str) -> int:
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        form = {
            "csrfmiddlewaretoken": CSRF,
            "body": body,
            "form_key": f"kills-{int(body.split()[1]):08d}",
        }
        headers = {"Cookie": f"csrftoken={CSRF}; sessionid={self.session}", "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip
        try:
            connection.request("POST", f"/posts/{self.post}/comments/", urlencode(form), headers)
            return connection.getresponse().status
        except (OSError, HTTPException):
            return 599
        finally:
            connection.close()

    def _publish(self, number: int) -> None:
        """Its messages go to the broker as those of a web process."""
        from accounts.models import User
        from feed.models import Category
        from feed.services.publishing import PostDraft, create_post, publish_post

        author = User.objects.get(username="alice")
        draft = PostDraft(title=f"Quay {number} deepens", body=f"The dredger is at quay {number}.", category=Category.objects.get())  # fmt: skip
        publish_post(create_post(author=author, draft=draft), actor=author)

    def _kill_one(self) -> bool:
        """One of the workers, in the middle of whatever it does, if it has begun; another starts in its place."""
        number = self.dice.randrange(len(self.workers))
        if not _has_begun(self.workers[number]):
            return False
        _end(self.workers[number])
        self.workers[number] = self._start_worker(number)
        return True

    def _settle(self) -> float:
        """Seconds until nothing is due any more, or nothing gets done any more."""
        from config.celery import app

        began = progressed = time.monotonic()
        least = _due()
        while due := _due():
            if due < least:
                least, progressed = due, time.monotonic()
            for sweeper in SWEEPERS * 2:
                app.send_task(sweeper)
            if time.monotonic() - progressed > PATIENCE_SECONDS:
                break  # the report says what is undone
            time.sleep(1.0)
        return round(time.monotonic() - began, 1)

    def _tell(self, bodies: list[str]) -> dict[str, int]:
        from accounts.models import Notification
        from benchmarks.faults import _disconnect
        from feed.announcing.subjects import comment_subject
        from feed.models import Comment, Post

        there = dict(Comment.objects.values_list("pk", "body"))
        counts = Counter(there.values())
        subjects = Counter(Notification.objects.filter(recipient__username="alice").values_list("subject", flat=True))  # fmt: skip
        told = [subjects[comment_subject(pk)] for pk in there]
        stated = Post.objects.get(pk=self.post).comment_count
        report = {
            "lost": sum(counts[body] == 0 for body in bodies), "double": sum(counts[body] > 1 for body in bodies),
            "untold": told.count(0), "told_twice": sum(count > 1 for count in told),
            "posts": Post.objects.count(), "undone": Post.objects.filter(read_more=None).count() + Post.objects.filter(share_image="").count() + _due(),
            "miscounted": abs(stated - len(there)),
        }  # fmt: skip
        _disconnect()
        return report

    def _start_worker(self, number: int) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "celery", "--quiet", "--app=config.celery", "worker", "--pool=threads", "--concurrency=2", "--without-gossip",
                   "--without-mingle", "--loglevel=ERROR", f"--hostname=kills{number}@%h"]  # fmt: skip
        return subprocess.Popen(command, cwd=ROOT, stdout=self.log, stderr=self.log)

    def _set_environ(self, urls: dict[str, str]) -> None:
        os.environ |= {
            "BROADSHEET_ENV": "development",
            "BROADSHEET_ENCODER": "none",
            "BROADSHEET_MEDIA_ROOT": urls["TEST_MEDIA_ROOT"],
            "DATABASE_URL": urls["TEST_DATABASE_URL"],
            "TEST_POSTGRES_TOOLS": urls.get("TEST_POSTGRES_TOOLS", ""),
            "REDIS_URL": urls["TEST_REDIS_URL"],
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }


def _let_write_without_limit() -> None:
    """A slow machine needs more posts for so many kills than anybody else may write in a day."""
    from accounts.models import User

    User.objects.update(is_staff=True, is_superuser=True)


def _due() -> int:
    """Rows that say that something is still to be done."""
    from feed.models import Comment, Post

    flags = ("read_more_due", "share_image_due", "announce_due")
    return Comment.objects.filter(announce_due=True).count() + sum(Post.objects.filter(**{flag: True}).count() for flag in flags)  # fmt: skip


def _has_begun(worker: "subprocess.Popen[bytes]") -> bool:
    """Threads come with the first task."""
    with suppress(psutil.Error):
        return psutil.Process(worker.pid).num_threads() > IDLE_THREADS
    return False


def _end(worker: "subprocess.Popen[bytes]") -> None:
    worker.kill()
    worker.wait(20)
