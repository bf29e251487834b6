"""Loaded by `-p` before pytest-django reads the settings: a conftest.py would be too late for that."""

import atexit
import gc
import os
from collections.abc import Generator

import pytest

from config.dev.translations import LOCALE, compile_stale
from config.engines.errors import EngineError
from config.testing.chromium import HOW_TO_DRIVE_IT, HOW_TO_GET_ONE
from config.testing.html import HOW_TO_GET_IT
from config.testing.servers import ThrowAway, worker_environ

SKIP_SERVERS = frozenset(("--help", "-h", "--version", "-V", "--markers", "--fixtures"))


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(args: list[str]) -> Generator[None, None, None]:
    seldom_look_for_garbage()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if worker == "main" and not SKIP_SERVERS & set(args):
        compile_stale(LOCALE)
        _start_servers()
    if os.environ.get("TEST_DATABASE_URL"):
        os.environ.update(worker_environ(worker))
    return (yield)


def _start_servers() -> None:
    try:
        servers = ThrowAway()
        atexit.register(servers.stop)
        os.environ.update(servers.start())
    except EngineError as error:
        raise pytest.UsageError(str(error)) from error


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was left out: a green run without it proves less."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for advice in (HOW_TO_GET_ONE, HOW_TO_DRIVE_IT, HOW_TO_GET_IT):
        count = sum(advice in reason for reason in skipped)
        if count:
            line = f"!! {count} tests were SKIPPED. {advice} !!"
            terminalreporter.write_line(line, red=True, bold=True)


def pytest_collection_finish() -> None:
    """What has been imported stays until the end, so the garbage collector need not go through it again and again."""
    gc.collect()
    gc.freeze()


def seldom_look_for_garbage() -> None:
    """Importing the site and the tests makes objects that stay, a sixth of it in vain looks for others."""
    gc.set_threshold(50_000, 20, 100)
