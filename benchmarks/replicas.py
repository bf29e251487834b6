"""`make bench-replicas`: what a member's page costs the primary, in milliseconds of its CPU, without a replica and with one.

A primary, and a replica copied from it; the site of `make bench` in one process, as in `make bench-cpu`. The last column: how many of
the requests were read from the replica while something was written ten times in a second.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, Final

import psutil

from benchmarks.errors import CannotMeasureError
from benchmarks.serving import Stack
from config.testing.pair import Pair, pair_of_servers

KINDS: Final = ("member_feed", "member_article", "search")


def main(_arguments: list[str]) -> int:
    """0 after a report; 1 where something could not be measured."""
    try:
        with ExitStack() as running:
            pair = running.enter_context(pair_of_servers())
            os.environ["TEST_DATABASE_URL"] = pair.primary.url
            stack = Stack(running)
            setting = json.loads(stack.run("-m", "benchmarks.setting"))
            pair.start_replica()
            alone = _measured(stack, pair, setting)
            stack.environ["DATABASE_REPLICA_URLS"] = pair.replica.url
            beside = _measured(stack, pair, setting)
    except (CannotMeasureError, subprocess.SubprocessError) as error:
        print(f"replicas: {error}", file=sys.stderr)
        return 1
    _print(alone, beside)
    return 0


def _measured(stack: Stack, pair: Pair, setting: Mapping[str, Any]) -> dict[str, Any]:
    pids = {"primary": pair.primary.process, "replica": pair.replica.process}
    given = {name: server.pid for name, server in pids.items() if server}
    told = stack.run("-m", "benchmarks.reading", json.dumps({"setting": setting, "pids": given}))
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found


def _print(alone: Mapping[str, Any], beside: Mapping[str, Any]) -> None:
    print(
        f"{'request':<16}{'primary ms':>12}{'with replica':>14}{'replica ms':>12}{'read there':>12}"
    )
    for kind in KINDS:
        one, two = alone[kind], beside[kind]
        print(
            f"{kind:<16}{one['primary_ms']:>12}{two['primary_ms']:>14}{two['replica_ms']:>12}"
            f"{two['share_while_written']:>12.0%}"
        )
    print(json.dumps({"alone": alone, "with_replica": beside}))


def seconds_of(pid: int) -> float:
    """Of CPU, of a server and of all that it has started, also where that has ended."""
    server = psutil.Process(pid)
    own = server.cpu_times()
    total = own.user + own.system + own.children_user + own.children_system
    for child in server.children():
        times = child.cpu_times()
        total += times.user + times.system
    return float(total)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
