"""Which programs make up the site on one machine."""

import shlex
import sys
from pathlib import Path

from config.bootstrap import ROOT
from config.dev.children import Program

CODE = ("accounts", "config", "counting", "demo", "exchange", "feed", "moderation", "sponsors")
WEB_THREADS = 4
TASK_THREADS = 4


def site_programs(*, port: int, var: Path, reloads: bool) -> tuple[Program, ...]:
    """Web server, task worker and schedule; with `reloads` the first two start again when code changes."""
    worker = _celery(
        "worker",
        "--pool=threads",
        f"--concurrency={TASK_THREADS}",
        "--without-gossip",
        "--without-mingle",
    )
    beat = _celery("beat", f"--schedule={var / 'beat'}", "--pidfile=")
    return (
        Program("web", (*_granian(port), *(_web_reload(var) if reloads else ()))),
        Program("worker", _watched(worker) if reloads else worker),
        Program("beat", beat),
    )


def _granian(port: int) -> tuple[str, ...]:
    return (
        *(sys.executable, "-m", "granian", "--interface=wsgi", "--no-ws", "--log-level=warning"),
        *("--host=127.0.0.1", f"--port={port}", "--workers=1", f"--blocking-threads={WEB_THREADS}"),
        *("--workers-kill-timeout=3", "config.wsgi:application"),
    )


def _web_reload(var: Path) -> tuple[str, ...]:
    folders = [ROOT / name for name in (*CODE, "templates", "locale")]
    paths = [f"--reload-paths={folder}" for folder in folders if folder.exists()]
    return ("--reload", "--reload-ignore-worker-failure", f"--reload-ignore-paths={var}", *paths)


def _celery(*arguments: str) -> tuple[str, ...]:
    quiet = (
        "-W",
        "ignore:You're running the worker with superuser",
    )  # in a container there is nobody else
    return (
        sys.executable,
        *quiet,
        "-m",
        "celery",
        "--quiet",
        "--app=config.celery",
        *arguments,
        "--loglevel=WARNING",
    )


def _watched(command: tuple[str, ...]) -> tuple[str, ...]:
    paths = [str(ROOT / name) for name in CODE]
    return (
        sys.executable,
        "-m",
        "watchfiles",
        "--filter=python",
        "--target-type=command",
        shlex.join(command),
        *paths,
    )
