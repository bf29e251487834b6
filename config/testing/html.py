"""Check pages with the Nu HTML checker, the one that validator.w3.org runs; it needs Java."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

from config.bootstrap import LOCAL

JAR = LOCAL / "tools" / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
# A run of seconds is over before the second compiler and the collector that works beside it have paid.
SHORT_RUN: Final = ("-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
HOW_TO_GET_IT = "No HTML checker found: `make tools` installs it (needs npm and Java)"

AssertValidHtml = Callable[[Mapping[str, str]], None]


@pytest.fixture(scope="session")
def assert_valid_html(tmp_path_factory: pytest.TempPathFactory) -> AssertValidHtml:
    """Call with {name: HTML of a whole page}: fails with the checker's errors.

    The checker takes seconds to start: hand over many pages at once. Without it the test is skipped, and in
    CI it fails.
    """
    if not JAR.exists() or shutil.which("java") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HOW_TO_GET_IT)

    def check(pages: Mapping[str, str]) -> None:
        folder = tmp_path_factory.mktemp("html")
        for name, html in pages.items():
            (folder / f"{name}.html").write_text(html)
        errors = find_errors(folder)
        assert not errors, "\n".join(errors)

    return check


def find_errors(folder: Path) -> list[str]:
    """`file:line message` for each error in the pages of `folder`."""
    options = ["--errors-only", "--format", "json", "--stdout", "--exit-zero-always"]
    command = ["java", *SHORT_RUN, "-jar", str(JAR), *options, "--skip-non-html", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    messages = json.loads(done.stdout)["messages"]
    return [
        f"{Path(each['url']).name}:{each.get('lastLine', 0)} {each['message']}" for each in messages
    ]
