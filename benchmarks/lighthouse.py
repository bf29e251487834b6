"""`make lighthouse`: how Google's checker rates the feed and an article on a slow phone.

Needs npm and Chromium: `make lighthouse` installs lighthouse into .local/. Prints a table and one line of JSON; exits
non-zero where it could not measure. The site is started as in production, with the demo's texts and pictures.
"""

import json
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.errors import CannotMeasureError
from benchmarks.serving import SITE, Stack, get
from config.bootstrap import ROOT
from config.testing.chromium import chromium_flags, find_chromium

LIGHTHOUSE: Final = (
    ROOT / ".local" / "tools" / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
)
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
FIGURES: Final = {
    "first-contentful-paint": "fcp_ms",
    "largest-contentful-paint": "lcp_ms",
    "cumulative-layout-shift": "cls",
    "total-blocking-time": "tbt_ms",
    "total-byte-weight": "bytes",
}


# Of an audit, from 0 to 1; above it Lighthouse shows it green.
GOOD: Final = 0.9
COLUMNS: Final = ("page", "perf", "a11y", "best", "seo", "FCP s", "LCP s", "CLS", "TBT ms", "KB")


def main(arguments: list[str]) -> int:
    """0 after a report; 1 where it could not be measured."""
    parser = ArgumentParser(prog="lighthouse")
    parser.add_argument("--runs", type=int, default=1, help="the median of so many runs counts")
    runs = max(parser.parse_args(arguments).runs, 1)
    try:
        found = _measure(runs)
    except CannotMeasureError as error:
        print(f"lighthouse: {error}", file=sys.stderr)
        return 1
    print("".join(f"{name:>9}" for name in COLUMNS))
    for page, figures in found.items():
        print("".join(f"{cell:>9}" for cell in _cells(page, figures)))
    for page, figures in found.items():
        print(f"{page} loses points by:", ", ".join(figures["failed"]) or "nothing")
    print(json.dumps(found | {"runs": runs}))
    return 0


def _cells(page: str, figures: dict[str, Any]) -> list[Any]:
    return [
        page,
        *(figures[name] for name in CATEGORIES),
        f"{figures['fcp_ms'] / 1000:.1f}",
        f"{figures['lcp_ms'] / 1000:.1f}",
        f"{figures['cls']:.3f}",
        round(figures["tbt_ms"]),
        round(figures["bytes"] / 1024),
    ]


def _measure(runs: int) -> dict[str, dict[str, Any]]:
    if not LIGHTHOUSE.exists():
        raise CannotMeasureError("lighthouse is missing: make lighthouse installs it (needs npm)")
    chromium = find_chromium(Path("/nonexistent"))
    if chromium is None:
        raise CannotMeasureError("Chromium is missing: apt-get install chromium, or set CHROMIUM")
    with ExitStack() as running:
        stack = Stack(running)
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
        stack.start_site()
        setting = json.loads(stack.run("-m", "benchmarks.setting"))
        pages = {"feed": "/", "article": setting["paths"]["article"]}
        return {
            name: _middle([_rate(path, chromium) for _run in range(runs)])
            for name, path in pages.items()
        }


def _middle(reports: list[dict[str, Any]]) -> dict[str, Any]:
    """The median of each figure, and all audits that cost points in any of them."""
    failed = {audit for report in reports for audit in report.pop("failed")}
    return {name: median(report[name] for report in reports) for name in reports[0]} | {
        "failed": sorted(failed)
    }


def _rate(path: str, chromium: str) -> dict[str, Any]:
    """What Lighthouse says of a page that somebody has read before, as the readers of a running site find it."""
    address = f"http://127.0.0.1:{SITE}{path}"
    get(SITE, path)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        done = subprocess.run(
            [
                str(LIGHTHOUSE), address, "--quiet", "--output=json", f"--output-path={report}",
                f"--only-categories={','.join(CATEGORIES)}",
                f"--chrome-flags=--headless=new {' '.join(chromium_flags())}",
            ],
            env=os.environ | {"CHROME_PATH": chromium}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if not report.exists():
            raise CannotMeasureError(f"lighthouse failed on {path}:\n{done.stderr[-2000:]}")
        return _read(json.loads(report.read_text()))


def _read(report: dict[str, Any]) -> dict[str, Any]:
    scores = {name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES}
    audits = report["audits"]
    figures = {key: round(audits[name]["numericValue"], 3) for name, key in FIGURES.items()}
    requests = audits["network-requests"]["details"]["items"]
    return scores | figures | {"requests": len(requests), "failed": _failed(report)}


def _failed(report: dict[str, Any]) -> list[str]:
    """Audits that cost points."""
    counted = {
        one["id"]
        for name in CATEGORIES
        for one in report["categories"][name]["auditRefs"]
        if one["weight"]
    }
    scores = {name: report["audits"][name]["score"] for name in counted}
    return sorted(name for name, score in scores.items() if score is not None and score < GOOD)
