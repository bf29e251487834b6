"""Each task has one queue, each queue a worker; what is slow in one does not hold up another."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Final
from urllib.parse import urlsplit

import pytest
import yaml
from celery import Celery
from django.db import connection
from django.utils import timezone

from accounts.models import Letter
from config import runs
from config.bootstrap import ROOT
from config.celery import app, have_hands
from config.queues import KINDS, hands_for
from config.redis import Client, broker
from counting.tasks import drain_all
from tests.faults.silent import SilentServer
from tests.workers import workers_away

DRAIN: Final = "counting.tasks.drain_all"
MAIL: Final = "accounts.tasks.send_mail"
# One cheap task of each queue.
CHEAP: Final = {
    "counts": "counting.tasks.raise_alarms",
    "notices": "accounts.sweepers.tell_webhooks_off",
    "texts": "feed.tasks.sweep_campaigns",
    "long": "sponsors.sweepers.refresh_reach",
    "celery": "config.sweepers.strike",
}
PATIENCE_SECONDS: Final = 60
MESSAGES: Final = 30
QUEUES: Final = {kind.queue for kind in KINDS}


def test_each_task_has_one_queue() -> None:
    app.loader.import_default_modules()
    ours = sorted(name for name in app.tasks if not name.startswith("celery."))

    assert sorted(task for kind in KINDS for task in kind.tasks) == ours
    assert {app.amqp.router.route({}, task)["queue"].name for task in ours} == QUEUES


def test_each_queue_has_a_worker_as_deployed() -> None:
    services = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["services"]
    commands = {name: one["command"] for name, one in services.items() if name.startswith("worker")}
    taken = [flag for command in commands.values() for flag in command if "--queues=" in flag]
    units = ROOT / "deploy" / "systemd"
    told = re.findall(
        r"broadsheet-worker@(\w+)", (units / "broadsheet-worker@.service").read_text()
    )

    assert commands.keys() == {f"worker-{queue}" for queue in QUEUES}
    assert sorted(taken) == sorted(f"--queues={queue}" for queue in QUEUES)
    assert set(told) == QUEUES
    assert "--queues" not in (units / "broadsheet-worker.service").read_text()


def test_the_guide_starts_a_worker_for_each_queue() -> None:
    guide = Path(ROOT / "docs" / "operations.md").read_text()
    (started,) = re.findall(r"^systemctl enable --now broadsheet-web.*$", guide, re.MULTILINE)

    assert set(re.findall(r"broadsheet-worker@(\w+)", started)) == QUEUES
    assert {queue for queue in QUEUES if f"| `{queue}` |" in guide} == QUEUES


@pytest.mark.parametrize(("queues", "expected"), [(["counts"], 2), (["counts", "texts"], 4), (["x"], 0)])  # fmt: skip
def test_hands_of_a_worker_are_those_of_its_queues(queues: list[str], expected: int) -> None:
    assert hands_for(queues) == expected


def test_a_worker_started_without_a_number_of_hands_has_those() -> None:
    conf = SimpleNamespace(worker_concurrency=None)

    have_hands(conf=conf, options={"queues": ["texts"], "concurrency": 7})
    assert conf.worker_concurrency is None
    have_hands(conf=conf, options={"queues": ["texts"], "concurrency": None})
    assert conf.worker_concurrency == 2


def test_a_queue_that_is_not_there_is_not_waited_for() -> None:
    queues = app.amqp.Queues(app.conf.task_queues)

    with pytest.raises(KeyError):
        queues.select(["conuts"])


def message(queue: str, *, sent: timedelta, expired: timedelta | None = None) -> None:
    """In a queue, sent so long ago; expired so long ago, or never to expire."""
    now = timezone.now()
    expires = (now - expired).isoformat() if expired else None
    headers = {runs.SENT_AT: (now - sent).timestamp(), "expires": expires, "id": str(sent)}
    broker().lpush(runs.queue_key(queue), json.dumps({"headers": headers}))


def test_a_queue_without_a_worker_is_named_and_does_not_fill_the_broker(
    redis: Client, caplog: pytest.LogCaptureFixture
) -> None:
    hour = timedelta(hours=1)
    message("texts", sent=3 * hour)  # a hint stays, however old
    message("texts", sent=2.5 * hour, expired=2 * hour)
    message("texts", sent=hour, expired=hour / 2)
    message("celery", sent=3 * hour / 60, expired=hour / 60)

    runs.tend(now=timezone.now())

    lengths = {one.name: one.length for one in runs.queues(now=timezone.now())}
    assert lengths == {"counts": 0, "notices": 0, "texts": 2, "long": 0, "celery": 1}
    (said,) = caplog.messages
    assert said.startswith("Queue texts: the oldest of 3 tasks has waited 10800 s.")


class Workers:
    """Real ones, on this test's database and broker; `silent`: the mail server, which takes connections and says nothing."""

    def __init__(self, until: ExitStack) -> None:
        self._until = until
        self.silent = until.enter_context(SilentServer())
        name = connection.settings_dict["NAME"]
        url = urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}").geturl()
        self._environ = os.environ | {
            "DATABASE_URL": url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.silent.port}",
        }

    def start(self, name: str, *flags: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "celery", "--app=config.celery", "worker", f"--hostname={name}@%h", "--pool=threads", "--concurrency=1", "--without-gossip", "--without-mingle", *flags]  # fmt: skip
        process = subprocess.Popen(command, cwd=ROOT, env=self._environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        self._until.callback(process.wait, 10)
        self._until.callback(process.kill)
        return process


@pytest.fixture
def workers(redis: Client) -> Iterator[Workers]:
    with ExitStack() as until, workers_away():
        yield Workers(until)


def eventually(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while not (there := holds()) and time.monotonic() < until:
        time.sleep(0.05)
    return there


def done(task: str) -> int:
    """How often it was done since the test began."""
    ran = runs.last_runs()
    return ran[task].done_count if task in ran else 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(200)
def test_two_workers_share_a_queue_and_mail_that_hangs_holds_up_no_count(workers: Workers) -> None:
    """One worker names its queue, as deployed; the other names none, as on a small machine, and so takes from all."""
    sender = Celery("of-before", broker=app.conf.broker_url, set_as_current=False)
    sender.conf.broker_transport_options = app.conf.broker_transport_options
    for _ in range(MESSAGES):
        drain_all.delay()
    for task in CHEAP.values():
        app.send_task(task)
    sender.send_task("config.sweepers.strike")  # by a version that knows of no queues
    workers.start("counts", "--queues=counts")
    takes_all = workers.start("all")

    assert eventually(
        lambda: all(map(done, CHEAP.values())) and done("config.sweepers.strike") == 2
    )
    assert eventually(lambda: not any(one.length for one in runs.queues(now=timezone.now())))
    assert eventually(lambda: done(DRAIN) >= MESSAGES)
    assert done(DRAIN) == MESSAGES

    Letter.objects.create(to="bob@example.org", subject="Hello", text="Hello.")
    app.send_task(MAIL)
    assert eventually(lambda: workers.silent.calls > 0)
    takes_all.send_signal(signal.SIGSTOP)  # it hangs for good
    drain_all.delay()

    assert eventually(lambda: done(DRAIN) == MESSAGES + 1)
    assert done(MAIL) == 0
