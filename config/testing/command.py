"""`manage.py test [pytest arguments]`: the whole suite, or what the arguments name."""

import os
import sys

import pytest

MAX_WORKERS = 8  # each has a database and a browser of its own


def main(arguments: list[str]) -> int:
    """Run pytest; its exit status, which is not 0 either when no test was found."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    _keep_bytecode()
    return int(pytest.main([*_workers(arguments), *arguments]))


def _keep_bytecode() -> None:
    """Also where the environment says to keep none, as images do: each worker, and each of the hundred processes that
    tests start, would compile all modules anew, a tenth of the processor's time of a run.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def _workers(arguments: list[str]) -> list[str]:
    """Half as many workers again as processors, since each waits a third of its time; the arguments may say how many."""
    if any(argument.startswith(("-n", "--numprocesses", "--pdb")) for argument in arguments):
        return []
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return [f"-n{min(processors + processors // 2, MAX_WORKERS)}"] if processors > 1 else []
