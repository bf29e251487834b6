"""Makes `.venv` from `uv.lock` and goes on inside it; standard library only, parses on old Pythons too.

Needs Python 3.11 or newer with pip or venv. uv is taken from PATH, or else installed below `.local/tools`.
A stamp in the environment says for which lock file and which groups it was made, so that a second start
does nothing here. Nothing is ever removed from the environment.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK_FILE = ROOT / "uv.lock"
STAMP = VENV / "broadsheet-stamp.json"
LOCAL = ROOT / ".local"

MIN_PYTHON = (3, 11)
UV_VERSION = "0.13.9"
MIN_UV = (0, 9)  # older ones do not read our lock file
DEFAULT_GROUP = "local"
GROUPS_FOR = {
    "test": {"test"},
    "lint": {"test", "lint"},
    "bench": {"bench"},
    "bench_growth": {"bench"},
    "bench_import": {"test"},
    "bench_cpu": {"bench"},
    "bench_replicas": {"bench"},
    "bench_figures": {"bench"},
    "soak": {"bench"},
    "lighthouse": {"test"},
    "fuzz": {"test"},
    "fuzz_api": {"test"},
}  # beyond the default group
RUNTIME = (
    "django",
    "celery",
    "granian",
    "psycopg",
)  # all there: a production image, or one's own environment


class BootstrapError(Exception):
    """The environment cannot be made; the message is the one line that a person needs."""


def enter_environment(argv: list[str]) -> None:
    """Make the environment if it is missing or old, and run `argv` again inside it.

    Returns only in a process that can import what `argv` needs; exits with 1 and one line if that cannot be.
    """
    command = argv[1] if len(argv) > 1 else ""
    try:
        _require_python(argv)
        if _is_provided():
            return
        _make_environment({DEFAULT_GROUP} | GROUPS_FOR.get(command, set()))
    except BootstrapError as error:
        sys.exit(f"broadsheet: {error}")
    except OSError as error:
        sys.exit(f"broadsheet: the environment {VENV} cannot be made: {error}.")
    if not _is_inside():
        python = str(VENV / "bin" / "python")
        os.execv(python, [python, *argv])


def _require_python(argv: list[str]) -> None:
    """Go on with the newest Python on PATH if this one is too old."""
    if sys.version_info >= MIN_PYTHON:
        return
    for minor in range(MIN_PYTHON[1] + 9, MIN_PYTHON[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *argv])
    raise BootstrapError(
        "Python {}.{} or newer is needed, and {} is {}.{}: install a newer one and start again.".format(
            *MIN_PYTHON, sys.executable, *sys.version_info[:2]
        )
    )


def _is_provided() -> bool:
    """Whether this interpreter is not ours to change: told so, or it has all that the site needs."""
    if os.environ.get("BROADSHEET_NO_BOOTSTRAP", "").lower() in ("1", "true", "yes"):
        return True
    return not _is_inside() and all(importlib.util.find_spec(name) for name in RUNTIME)


def _is_inside() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def _make_environment(groups: set[str]) -> None:
    if _holds(groups):
        return
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _holds(groups):  # nobody made it while we waited
            _sync(groups | set(_read_stamp()["groups"]))


def _holds(groups: set[str]) -> bool:
    stamp = _read_stamp()
    return stamp["lock"] == _lock_digest() and groups <= set(stamp["groups"])


def _read_stamp() -> dict[str, Any]:
    """{"lock": SHA-256 of the lock file, "groups": names}, both empty when there is no environment yet."""
    try:
        stamp = json.loads(STAMP.read_text())
        return {"lock": str(stamp["lock"]), "groups": list(stamp["groups"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"lock": "", "groups": []}


def _lock_digest() -> str:
    return hashlib.sha256(LOCK_FILE.read_bytes()).hexdigest()


def _sync(groups: set[str]) -> None:
    uv = _find_uv()
    digest = _lock_digest()
    count = LOCK_FILE.read_text().count("[[package]]")
    _say(
        f"Installing what is missing of {count} packages from uv.lock into {VENV.name}; the first time takes a while …"
    )
    command = [uv, "sync", "--locked", "--inexact"]
    command += [] if sys.stderr.isatty() else ["--quiet"]  # on a terminal it shows its own progress
    command += [f"--group={group}" for group in sorted(groups - {DEFAULT_GROUP})]
    command += [] if _is_inside() else ["--python", sys.executable]
    done = subprocess.run(command, cwd=ROOT, env=_uv_environment(), check=False)
    if done.returncode:
        raise BootstrapError("uv could not make the environment; its own message stands above.")
    STAMP.write_text(json.dumps({"lock": digest, "groups": sorted(groups)}))


def _uv_environment() -> dict[str, str]:
    environ = dict(os.environ)
    environ.pop("VIRTUAL_ENV", None)
    environ["UV_PROJECT_ENVIRONMENT"] = str(VENV)
    environ.setdefault(
        "UV_SYSTEM_CERTS", "1"
    )  # a company's own certificate authority is known to the system only
    environ.setdefault("UV_PYTHON_DOWNLOADS", "never")
    return environ


def _find_uv() -> str:
    tools = LOCAL / "tools"
    own = str(tools / "bin" / "uv")
    for candidate in (shutil.which("uv"), own):
        if candidate and _uv_version(candidate) >= MIN_UV:
            return candidate
    pip = _find_pip()
    _say(f"Installing uv {UV_VERSION} into {tools.relative_to(ROOT)} …")
    command = [*pip, "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--upgrade", "--target", str(tools), f"uv=={UV_VERSION}"]
    environ = {"PIP_ROOT_USER_ACTION": "ignore", **os.environ}  # a folder of ours, not the system
    if subprocess.run(command, env=environ, check=False).returncode:
        raise BootstrapError("pip could not install uv; its own message stands above.")
    return own


def _uv_version(uv: str) -> tuple[int, ...]:
    """(major, minor), or () when the program does not run."""
    try:
        answer = subprocess.run(
            [uv, "--version"], capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        return ()
    found = re.match(r"uv (\d+)\.(\d+)", answer)
    return tuple(int(part) for part in found.groups()) if found else ()


def _find_pip() -> list[str]:
    """The command that runs pip: this Python's own, or that of an environment made for it."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    if not importlib.util.find_spec("ensurepip"):
        raise BootstrapError(
            "neither pip nor venv is installed: apt-get install python3-venv (or python3-pip), and start again."
        )
    if subprocess.run([sys.executable, "-m", "venv", str(LOCAL / "pip")], check=False).returncode:
        raise BootstrapError(
            "venv does not work here: apt-get install python3-venv, and start again."
        )
    return [str(LOCAL / "pip" / "bin" / "python"), "-m", "pip"]


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
