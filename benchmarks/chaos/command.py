"""`make chaos-counting`: kill everything while events come in, and prove that each acknowledged one counts once.

Real servers: a web server, PostgreSQL, and Valkey with appendfsync always, behind a proxy that cuts connections and
swallows answers. Senders report through the beacon; drain workers are killed with kill -9 at random moments, and
so are Valkey and PostgreSQL. `--broken lose|double` puts a wrong drain in the place of ours, to see that the harness
sees it. The last line is JSON; the exit status is 0 only if nothing was lost and nothing was counted twice.
"""

import argparse
import json
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict
from datetime import timedelta
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event as Flag
from pathlib import Path
from random import Random
from typing import Final

import psutil

from benchmarks.chaos import tally
from benchmarks.chaos.kinds import register_kinds
from benchmarks.chaos.proxy import Proxy
from benchmarks.chaos.workers import drain_for_ever, drain_once, make_tables, send
from benchmarks.chaos.wrong import WAYS
from benchmarks.counting import serving
from benchmarks.errors import CannotMeasureError
from config.engines.account import server_account
from config.engines.errors import EngineError
from config.engines.places import make_places
from config.engines.postgres import DATABASE, Postgres
from config.engines.valkey import Valkey

SENDERS: Final = 4
DRAINS: Final = 3
SHORTEST_LIFE, LONGEST_LIFE = 0.02, 0.2
PATIENCE_SECONDS: Final = 60
FORK: Final = multiprocessing.get_context("fork")


def main(arguments: list[str]) -> int:
    """0: nothing lost, nothing double. 1: something was. 2: it could not be measured."""
    options = _parser().parse_args(arguments)
    try:
        with ExitStack() as running:
            report = _Fire(running, options).run()
    except (CannotMeasureError, EngineError) as error:
        print(f"chaos-counting: {error}", file=sys.stderr)
        return 2
    print(json.dumps(report))
    return int(any([*report["lost"].values(), *report["double"].values()]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="manage.py chaos-counting", description=__doc__)
    parser.add_argument("--drain-kills", type=int, default=100, help="of drain workers")
    parser.add_argument("--server-kills", type=int, default=10, help="of Valkey, and of PostgreSQL")
    parser.add_argument("--broken", choices=("", *WAYS), default="")
    parser.add_argument("--seed", type=int, default=0, help="of the moments of the kills")
    return parser


class _Fire:
    """One run; what it starts is stopped by `running`."""

    def __init__(self, running: ExitStack, options: argparse.Namespace) -> None:
        self.running, self.options = running, options
        self.rng = Random(options.seed)
        self.kills: Counter[str] = Counter()
        self.cuts, self.is_calm = FORK.Value("i", 0), FORK.Value("i", 1)
        self.stop = FORK.Event()
        self.folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="chaos-")))
        self.folder.chmod(0o711)
        self.log = self.folder / "site.log"  # full of the refusals that are the point
        places = make_places(self.folder, server_account())
        self.postgres, self.valkey = Postgres(places), Valkey(places)
        self.drains: list[tuple[BaseProcess, Flag]] = []

    def run(self) -> dict[str, object]:
        self._start_servers()
        port = _free_port()
        with self.log.open("w") as log:
            site = serving("benchmarks.chaos.site:application", port, output=log)
            self.running.enter_context(site)
        self.is_calm.value = 0
        logs = self._start_senders(port)
        self.drains = [self._drain() for _ in range(DRAINS)]
        self._kill_everything()
        self._calm_down()
        return self._report(tally.read_logs(logs))

    def _start_servers(self) -> None:
        """PostgreSQL and Valkey, each behind its proxy, and this process as a Django that is connected to nothing."""
        for server in (self.postgres, self.valkey):
            server.start()
            self.running.callback(server.stop)
        fronts = self.folder / "front"
        fronts.mkdir()
        database = f"postgresql://postgres@/{DATABASE}?host="
        os.environ |= {
            "BROADSHEET_ENV": "development",
            "DATABASE_URL": f"{database}{fronts}",
            "REDIS_URL": f"unix://{fronts / 'valkey.sock'}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        name = ".s.PGSQL.5432"
        for front, back in (
            (fronts / name, self.postgres.places.postgres_run / name),
            (fronts / "valkey.sock", self.valkey.socket),
        ):
            proxy = Proxy(front, back, cuts=self.cuts, is_calm=self.is_calm)
            self._fork(proxy.serve)
        import django

        django.setup()
        register_kinds()
        tables = self._fork(make_tables)
        tables.join(PATIENCE_SECONDS)
        if tables.exitcode:
            raise CannotMeasureError("the tables of counting could not be made")

    def _start_senders(self, port: int) -> list[Path]:
        logs = [self.folder / f"sender-{number}.log" for number in range(SENDERS)]
        self.senders = [
            self._fork(send, port, log, number, self.stop) for number, log in enumerate(logs)
        ]
        return logs

    def _drain(self) -> tuple[BaseProcess, Flag]:
        is_held = FORK.Event()
        return self._fork(drain_for_ever, self.options.broken, is_held), is_held

    def _fork(self, target: object, *arguments: object) -> BaseProcess:
        process = FORK.Process(target=target, args=arguments, daemon=True)  # type: ignore[arg-type]
        process.start()
        self.running.callback(_kill, process)
        return process

    def _kill_everything(self) -> None:
        """Drain workers one after the other, wrong ones with something in their hands; now and then a server, too."""
        every = max(1, self.options.drain_kills // max(1, 2 * self.options.server_kills))
        while self.kills["drain"] < self.options.drain_kills:
            time.sleep(self.rng.uniform(SHORTEST_LIFE, LONGEST_LIFE))
            place = self.rng.randrange(DRAINS)
            drain, is_held = self.drains[place]
            if self.options.broken and not is_held.wait(PATIENCE_SECONDS):
                raise CannotMeasureError("a wrong drain never had anything in its hands")
            _kill(drain)
            self.drains[place] = self._drain()
            self.kills["drain"] += 1
            if self.kills["drain"] % every == 0:
                self._kill_a_server()

    def _kill_a_server(self) -> None:
        name = "redis" if self.kills["redis"] <= self.kills["postgres"] else "postgres"
        if self.kills[name] >= self.options.server_kills:
            return
        server = self.valkey if name == "redis" else self.postgres
        if server.process is None:
            raise CannotMeasureError(f"{server.name} does not run")
        processes = [psutil.Process(server.process.pid)]
        processes += processes[0].children(recursive=True)
        for process in processes:
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue
        psutil.wait_procs(processes, timeout=PATIENCE_SECONDS)
        server.process.wait()
        server.start()
        self.kills[name] += 1

    def _calm_down(self) -> None:
        """Let senders finish, then drain what is left, undisturbed, until nothing is."""
        self.stop.set()
        for sender in self.senders:
            sender.join(PATIENCE_SECONDS)
        self.is_calm.value = 1
        for drain, _is_held in self.drains:
            _kill(drain)
        until, quiet = time.monotonic() + PATIENCE_SECONDS, 0
        while quiet < 3:
            quiet = 0 if drain_once(claim_after=timedelta()) else quiet + 1
            if time.monotonic() > until:
                raise CannotMeasureError("the drain does not come to an end")

    def _report(self, sent: tally.Sent) -> dict[str, object]:
        """A table for people; the same for programs is returned."""
        verdicts = {"view": tally.judge_views(sent), "event": tally.judge_events(sent)}
        names = ("acknowledged", "unknown", "landed", "lost", "double")
        print(
            f"killed: {self.kills['drain']} drain workers, {self.kills['redis']} Valkey, "
            f"{self.kills['postgres']} PostgreSQL; {self.cuts.value} connections cut; "
            f"{sent.repeats} events sent again after they were acknowledged"
        )
        print(f"{'kind':<8}" + "".join(f"{name:>14}" for name in names))
        for kind, verdict in verdicts.items():
            print(f"{kind:<8}" + "".join(f"{asdict(verdict)[name]:>14,}" for name in names))
        return {
            "kills": dict(self.kills),
            "cuts": self.cuts.value,
            "repeats": sent.repeats,
            **{name: {kind: asdict(one)[name] for kind, one in verdicts.items()} for name in names},
        }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _kill(process: BaseProcess) -> None:
    if process.pid and process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    process.join()
