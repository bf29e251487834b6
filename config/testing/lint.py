"""`manage.py lint [--fix] [name …]`: every check of the code that is no test, each one row of a table."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from config.bootstrap import ROOT

LONG = ("types", "bandit")
BIN = Path(sys.executable).parent
PRODUCTION = {
    "BROADSHEET_ENV": "production",
    "BROADSHEET_SECRET_KEY": "for-the-check-only-0123456789-abcdefghijklmnopqrstuvwxyz",
    "BROADSHEET_BASE_URL": "https://news.example.org",
    "DATABASE_URL": "postgresql://postgres@/broadsheet?host=/nonexistent",
    "REDIS_URL": "unix:///nonexistent",
    "REDIS_CACHE_URL": "unix:///nonexistent/cache",
    "REDIS_BROKER_URL": "unix:///nonexistent/broker",
    "REDIS_EVENTS_URL": "unix:///nonexistent/events",
}


@dataclass(frozen=True)
class Check:
    """One tool: what it is called, what runs, and what repairs what it finds."""

    name: str
    command: tuple[str, ...]
    repair: tuple[str, ...] = ()
    environ: dict[str, str] = field(default_factory=lambda: {"BROADSHEET_ENV": "test"})


def checks() -> tuple[Check, ...]:
    ruff, templates = str(BIN / "ruff"), str(BIN / "djangofmt")
    django = (sys.executable, "manage.py")
    return (
        Check("format", (ruff, "format", "--check"), repair=(ruff, "format")),
        Check("ruff", (ruff, "check"), repair=(ruff, "check", "--fix")),
        Check(
            "templates",
            (templates, "check", "templates"),
            repair=(templates, "check", "--fix", "templates"),
        ),
        Check("types", (str(BIN / "mypy"),)),
        Check("imports", (str(BIN / "lint-imports"), "--no-logo")),
        Check("bandit", (str(BIN / "bandit"), "-q", "-c", "pyproject.toml", "-r", ".")),
        Check("secrets", (sys.executable, "-m", "config.testing.secret_scan")),
        Check(
            "compose",
            (
                str(BIN / "check-jsonschema"),
                "--builtin-schema",
                "vendor.compose-spec",
                "deploy/compose.yaml",
            ),
        ),
        Check("audit", (sys.executable, "-m", "config.testing.audit")),
        Check("migrations", (*django, "makemigrations", "--check", "--dry-run")),
        Check("deploy", (*django, "check", "--deploy", "--fail-level=WARNING"), environ=PRODUCTION),
    )


def main(arguments: list[str]) -> int:
    """Run the checks that are named, or all; 1 if one of them found something."""
    names = [check.name for check in checks()]
    parser = argparse.ArgumentParser(
        prog="manage.py lint", description="Check the code: " + ", ".join(names)
    )
    parser.add_argument("--fix", action="store_true", help="repair what can be repaired")
    parser.add_argument("names", nargs="*", metavar="name", help="only these checks")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(names):
        parser.error(f"no such check: {', '.join(sorted(unknown))}")
    chosen = [check for check in checks() if not options.names or check.name in options.names]
    if options.fix:
        repair(chosen)
    # As many at once as there are processors; the longest first, since the others fit in beside it.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        passed = list(pool.map(run, sorted(chosen, key=lambda check: check.name not in LONG)))
    return int(not all(passed))


def repair(chosen: Sequence[Check]) -> None:
    """One after the other: two of these tools write the same files."""
    for check in chosen:
        if check.repair:
            subprocess.run(check.repair, cwd=ROOT, capture_output=True, check=False)


def run(check: Check) -> bool:
    """Whether the check found nothing; says so, with what it found, in one piece."""
    began_at = time.monotonic()
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith("BROADSHEET_")
    } | check.environ
    done = subprocess.run(
        check.command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    took = time.monotonic() - began_at
    said = [done.stdout, done.stderr] if done.returncode else []
    if done.stdout.startswith("note: "):
        said.append(f"  {done.stdout.strip()}")
    said.append(f"{'✗' if done.returncode else '✓'} {check.name:<12} {took:5.1f} s")
    print("\n".join(said) + "\n", end="", flush=True)
    return done.returncode == 0
