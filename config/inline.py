"""What stands inside pages for strangers: one script, and which links a browser may fetch before they are followed.

The content policy names both by their hashes, so nothing else that stands inside a page is run (docs/adr/0038).
"""

import base64
import json
import re
from hashlib import sha256
from typing import Final

from config.bootstrap import ROOT

COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
READ_NEXT: Final = ("/", "/hot/", "/posts/*/*", "/categories/*")


def _boot() -> str:
    """static/js/boot.js, without what only its readers need."""
    code = COMMENT.sub("", (ROOT / "static" / "js" / "boot.js").read_text())
    return "\n".join(line.strip() for line in code.splitlines() if line.strip())


def _next_pages() -> str:
    """For the Speculation Rules API of browsers; once a link is touched."""
    of_reading = {"or": [{"href_matches": each} for each in READ_NEXT]}
    of_deeds = {"selector_matches": "[data-inline], [data-more], [rel~=nofollow]"}
    where = {"and": [of_reading, {"not": of_deeds}]}
    rules = {"prefetch": [{"where": where, "eagerness": "conservative"}]}
    return json.dumps(rules, separators=(",", ":"))


def source_of(text: str) -> str:
    """As `script-src` names it."""
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


BOOT: Final = _boot()
NEXT_PAGES: Final = _next_pages()
SOURCES: Final = (source_of(BOOT), source_of(NEXT_PAGES))
