"""Where figures are kept, for the README and for comparison."""

import json
from pathlib import Path
from typing import Any, Final

from config.bootstrap import ROOT

RESULTS: Final = ROOT / "benchmarks" / "results"


def write(name: str, found: dict[str, Any]) -> Path:
    """Replace `<name>.json`."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(found, indent=2) + "\n")
    return path


def read(name: str) -> dict[str, Any] | None:
    """None where it was never measured."""
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else None
