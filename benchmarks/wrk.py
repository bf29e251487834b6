"""The load generator: wrk on a core of its own."""

import re
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from benchmarks.errors import CannotMeasureError
from benchmarks.serving import BROWSER, CLIENT_CORE, busy_seconds, get

ENCODINGS: Final = {"Accept-Encoding": "gzip, br"}
UNITS: Final = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Target:
    """What is asked for. `script`: Lua for wrk, "" for GET; `connections`: at once; `least_seconds`: for what is slow."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)
    connections: int = 16
    script: str = ""
    least_seconds: int = 1


@dataclass(frozen=True)
class Sample:
    """`rate`: requests a second; `p50`, `p99`: milliseconds; `cpu`: milliseconds of all servers for one request."""

    rate: float
    p50: float
    p99: float
    cpu: float


def ask_once(target: Target) -> None:
    """Raises CannotMeasureError: it does not answer 200."""
    parts = urlsplit(target.url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    get(parts.port or 80, path, ENCODINGS | target.headers)


def measure(target: Target, *, seconds: float) -> Sample:
    """Raises CannotMeasureError: an answer was neither 2xx nor 3xx, or none came."""
    headers = {"User-Agent": BROWSER} | ENCODINGS | target.headers
    command = [
        *("taskset", "--cpu-list", str(CLIENT_CORE), "wrk", "--latency", "--threads=1"),
        f"--connections={target.connections}",
        f"--duration={max(target.least_seconds, round(seconds))}s",
        "--timeout=20s",
        *(part for name, value in headers.items() for part in ("--header", f"{name}: {value}")),
    ]
    before = busy_seconds()
    with tempfile.TemporaryDirectory() as folder:
        if target.script:
            path = Path(folder) / "script.lua"
            path.write_text(target.script)
            command += ["--script", str(path)]
        done = subprocess.run([*command, target.url], capture_output=True, text=True, check=False)
    return _read(done.stdout + done.stderr, target, busy=busy_seconds() - before)


def _read(said: str, target: Target, *, busy: float) -> Sample:
    if "Non-2xx" in said or "Socket errors" in said:
        raise CannotMeasureError(f"{target.url} failed under load:\n{said}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    count = re.search(r"(\d+) requests in", said)
    if rate is None or count is None or not int(count[1]):
        raise CannotMeasureError(f"wrk said nothing of use about {target.url}:\n{said}")
    return Sample(
        rate=float(rate[1]),
        p50=_latency(said, 50),
        p99=_latency(said, 99),
        cpu=1000 * busy / int(count[1]),
    )


def _latency(said: str, percent: int) -> float:
    found = re.search(rf"\s{percent}%\s+([\d.]+)(us|ms|s)\b", said)
    return float(found[1]) * UNITS[found[2]] if found else 0.0
