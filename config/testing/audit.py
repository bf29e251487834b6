"""Known holes in what uv.lock names, as the OSV database tells them through pip-audit.

Where no network leads there, one line says that nothing was audited, and that is no failure: the same commit must not
pass or fail by where it is checked. `--strict` makes it one.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any, Final

from config.bootstrap import LOCK_FILE

TIMEOUT_SECONDS: Final = 60
COMMAND: Final = ("--service=osv", "--no-deps", "--disable-pip", "--progress-spinner=off", "--timeout=5", "--format=json")  # fmt: skip


def main(arguments: list[str]) -> int:
    """1 if a package has a known hole, or with `--strict` if that could not be told."""
    told = audit(locked())
    if told is None:
        print(
            "note: NOT AUDITED: api.osv.dev cannot be asked from here. Do it where it can: manage.py lint audit"
        )
        return int("--strict" in arguments)
    holes = [line for package in told for line in _lines(package)]
    print("\n".join(holes))
    return int(bool(holes))


def locked() -> list[str]:
    """`name==version` of each package that comes from an index."""
    packages = tomllib.loads(LOCK_FILE.read_text())["package"]
    return [f"{one['name']}=={one['version']}" for one in packages if "registry" in one["source"]]


def audit(requirements: list[str]) -> list[dict[str, Any]] | None:
    """What pip-audit says of each; None where it could not ask."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "locked.txt"
        file.write_text("\n".join(requirements))
        command = [sys.executable, "-m", "pip_audit", "-r", str(file), *COMMAND]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False
            )
            told: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
        except (subprocess.TimeoutExpired, ValueError, KeyError):
            return None
    return None if all("skip_reason" in one for one in told) else told


def _lines(package: dict[str, Any]) -> list[str]:
    return [
        f"{package['name']} {package['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version'}"
        for hole in package.get("vulns", ())
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
