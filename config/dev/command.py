"""`manage.py dev [--reload]`: private servers, database, demo content, then the site until Ctrl-C."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from types import FrameType
from typing import Never

from config.bootstrap import ROOT
from config.dev import console, steps
from config.dev.children import PidFile
from config.dev.errors import DevError
from config.dev.programs import site_programs
from config.dev.supervisor import Supervisor
from config.engines.errors import EngineError
from config.environment import read_environment
from config.errors import SettingsError

VAR = ROOT / "var"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal."""


def main(arguments: list[str]) -> int:
    """Run the site; 0 when it was asked to stop, 1 when it could not be started."""
    options = _parse(arguments)
    os.chdir(ROOT)  # our programs find the code and the settings from there
    for number in STOP_SIGNALS:
        signal.signal(number, _request_stop)
    try:
        _run(reloads=options.reload)
    except StopRequested:
        console.say("Stopped.")
        return 0
    except (DevError, EngineError, SettingsError) as error:
        print(f"broadsheet: {error}", file=sys.stderr)
        return 1


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="manage.py dev",
        description="Run the whole site on this machine: PORT chooses the port (8000), "
        "DATABASE_URL and REDIS_URL name servers to use in place of private ones.",
    )
    parser.add_argument(
        "--reload", action="store_true", help="start web server and worker again when code changes"
    )
    return parser.parse_args(arguments)


def _request_stop(_number: int, _frame: FrameType | None) -> Never:
    """Unwind once; stopping has time limits of its own, so further signals change nothing."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise StopRequested


def _run(*, reloads: bool) -> Never:
    began_at = time.monotonic()
    environ = dict(os.environ) | {"BROADSHEET_ENV": "development", "PYTHONUNBUFFERED": "1"}
    port = int(read_environment(environ)["PORT"])
    url = f"http://{steps.HOST}:{port}"
    pids = PidFile(VAR / "programs.json")
    with ExitStack() as until_stopped:
        steps.claim(VAR, url=url, until=until_stopped)
        steps.stop_leftovers(pids)
        steps.require_port(port)
        steps.require_servers(environ)
        servers = steps.start_servers(VAR, environ, until=until_stopped)
        environ |= servers.environ
        steps.compile_translations()
        members = steps.prepare_database(environ, report=VAR / "prepared.json")
        programs = site_programs(port=port, var=VAR, reloads=reloads)
        supervisor = Supervisor(programs, servers=servers, environ=environ, pids=pids)
        until_stopped.callback(supervisor.stop)
        supervisor.run(port=port, on_ready=partial(_welcome, url, members, began_at))


def _welcome(url: str, members: Sequence[str], began_at: float) -> None:
    console.step(f"Ready after {time.monotonic() - began_at:.1f} s")
    console.say(
        f"\n  Broadsheet   {url}\n  Admin        {url}/admin/\n  API          {url}/api/v1/docs/"
    )
    if members:
        from demo.accounts import DEMO_ACCOUNTS

        console.say("\n  Demo accounts")
        for username, password, role in DEMO_ACCOUNTS:
            if username in members:
                console.say(f"    {username:<12} {password:<16} {role}")
    console.say("\n  Ctrl-C stops everything; what is written is kept.\n")
