"""Which program a `manage.py` command is: ours, which must start before Django is imported, or Django's."""

import os
import sys
from collections.abc import Callable
from importlib import import_module

from config.bootstrap import ROOT
from config.engines.errors import EngineError
from config.errors import SettingsError

VAR = ROOT / "var"
OURS = {
    "dev": "config.dev.command",
    "test": "config.testing.command",
    "lint": "config.testing.lint",
    "compilemessages": "config.dev.translations",
    "bench": "benchmarks.pages",
    "bench_cpu": "benchmarks.cpu",
    "bench_growth": "benchmarks.growth",
    "bench_replicas": "benchmarks.replicas",
    "bench_figures": "benchmarks.figures",
    "bench_read_more": "benchmarks.read_more.command",
    "soak": "benchmarks.soak",
    "lighthouse": "benchmarks.lighthouse",
    "bench_spam": "benchmarks.spam",
    "train_spam_seed": "benchmarks.spam_recipe",
    "bench_import": "benchmarks.importing",
    "bench_counting": "benchmarks.counting",
    "chaos_counting": "benchmarks.chaos.command",
    "faults": "benchmarks.faults",
    "upgrade_drill": "benchmarks.upgrade",
    "kill_workers": "benchmarks.kills",
    "overload": "benchmarks.overload",
    "fuzz": "config.testing.fuzz_all",
    "fuzz_api": "config.testing.fuzz",
}
NEED_NO_SERVER = frozenset(
    (
        "", "check", "collectstatic", "diffsettings", "findstatic", "help", "makemessages", "makemigrations",
        "settings_table", "spectacular", "startapp", "version", "--version",
    )
)  # fmt: skip
HELP = """Broadsheet's own commands:
  dev    run the whole site on this machine
  test   run the suite, or the tests that are named
  lint   check the code
"""


def main(argv: list[str]) -> int:
    """Run `argv`; the process's exit status."""
    command = argv[1] if len(argv) > 1 else ""
    try:
        if command in OURS:
            run: Callable[[list[str]], int] = import_module(OURS[command]).main
            return run(argv[2:])
        return _run_django(command, argv)
    except (EngineError, SettingsError) as error:
        print(f"broadsheet: {error}", file=sys.stderr)
        return 1


def _run_django(command: str, argv: list[str]) -> int:
    """Give the command its private servers, if it needs any that the environment does not name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not os.environ.get("DATABASE_URL"):
        os.environ.setdefault("BROADSHEET_ENV", "development")
    if not _needs_servers(command, argv):
        print(HELP if argv[1:] in ([], ["help"], ["--help"]) else "", end="")
        return _execute(argv)
    try:
        from config.engines.ownership import servers_for_command
    except ModuleNotFoundError as error:
        raise EngineError(
            "set DATABASE_URL and REDIS_URL: no private servers are installed here."
        ) from error
    with servers_for_command(VAR, os.environ, _say) as urls:
        os.environ.update(urls)
        return _execute(argv)


def _needs_servers(command: str, argv: list[str]) -> bool:
    """Whether private servers must run: those are for development, never for a production that forgot to name its own."""
    has_both = os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")
    is_private = os.environ.get("BROADSHEET_ENV") == "development" and not has_both
    return is_private and command not in NEED_NO_SERVER and not {"--help", "-h"} & set(argv)


def _execute(argv: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(argv)
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
