"""Keys and passwords that somebody committed: every known form of a key, in every text file that git keeps.

The forms are those of detect-secrets; secrets without a form of their own are ruff's (S105 to S107). A line that only
looks like one says `pragma: allowlist secret`.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.plugins.base import RegexBasedDetector

from config.bootstrap import ROOT

ALLOWED: Final = "pragma: allowlist secret"
# Made of checksums, and of what programs wrote.
LEFT_OUT: Final = ("uv.lock", "docs/openapi.json", "tests/data/", "feed/read_more/")
BINARY: Final = b"\0"
# Addresses of machines are no secret, and `user:password@` stands for one.
NO_SECRETS: Final = ("Public IP (ipv4)",)
PLACEHOLDER: Final = "user:password@"


def main() -> int:
    """1 if there is something, with its place and kind, never the secret."""
    found = [line for path in tracked() for line in scan(path)]
    print("\n".join(found))
    return int(bool(found))


def tracked() -> list[Path]:
    """What git keeps here, and what it does not ignore."""
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    names = [name for name in told.stdout.split("\0") if name and not name.startswith(LEFT_OUT)]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def scan(path: Path) -> Iterator[str]:
    """`file:line kind` of each thing that looks like a secret."""
    data = path.read_bytes()
    if BINARY in data:
        return
    text = data.decode(errors="replace")
    for kind, form in FORMS:
        for match in form.finditer(text):
            number = text.count("\n", 0, match.start()) + 1
            line = text.split("\n")[number - 1]
            if ALLOWED not in line and PLACEHOLDER not in line:
                yield f"{path.relative_to(ROOT)}:{number} {kind}"


def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    kinds: dict[str, type] = get_mapping_from_secret_type_to_class()
    plugins = [
        (kind, made())
        for kind, made in kinds.items()
        if issubclass(made, RegexBasedDetector) and kind not in NO_SECRETS
    ]
    return tuple((kind, form) for kind, plugin in plugins for form in plugin.denylist)


FORMS: Final = _forms()


if __name__ == "__main__":
    sys.exit(main())
