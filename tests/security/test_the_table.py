"""docs/security.md and docs/asvs.md name only what is there, and no requirement of levels 1 and 2 is missing."""

import re
from collections import Counter

from config.bootstrap import ROOT

PAGES = (ROOT / "docs" / "security.md", ROOT / "docs" / "asvs.md")
ASVS = PAGES[1]
NAMED = re.compile(r"`((?:tests|config|deploy|docs|accounts|demo)/[\w/.*@-]*)(?:::(\w+))?`")
SETTING = re.compile(r"`([A-Z][A-Z_]+)`")
LINK = re.compile(r"\]\((\w+\.md)#([\w-]+)\)")
LINE = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)
# How many requirements of levels 1 and 2 each section of ASVS 5.0.0 begins with; those of level 3 come after them.
SECTIONS = {
    1: (2, 9, 11, 3, 2), 2: (3, 3, 4, 1), 3: (0, 2, 4, 6, 5, 0, 2), 4: (3, 1, 2, 4), 5: (1, 3, 2, 3), 6: (3, 12, 4, 4, 5, 3, 0, 4),
    7: (3, 4, 2, 5, 2, 2), 8: (2, 3, 1, 1), 9: (3, 4), 10: (2, 2, 4, 11, 5, 2, 3), 11: (2, 3, 3, 4, 1, 1), 12: (3, 2, 4),
    13: (1, 5, 2, 5), 14: (2, 4, 3), 15: (3, 3, 7), 16: (1, 5, 4, 3, 3), 17: (1, 4, 2),
}  # fmt: skip


def test_what_the_tables_name_is_there() -> None:
    for page in PAGES:
        names = NAMED.findall(page.read_text())
        assert len(names) > 15
        assert [name for name, _ in names if not list(ROOT.glob(name.rstrip("/")))] == []
        missing = [f"{name}::{test}" for name, test in names if test and f"def {test}(" not in (ROOT / name).read_text()]  # fmt: skip
        assert missing == []


def test_settings_and_headings_that_the_table_names_are_there() -> None:
    text = ASVS.read_text()
    known = "".join((ROOT / "config" / name).read_text() for name in ("settings.py", "https.py", "programs.py", "environment.py"))  # fmt: skip

    assert [name for name in SETTING.findall(text) if name not in known] == []
    for page, anchor in LINK.findall(text):
        headings = re.findall(r"^#+ (.+)$", (ROOT / "docs" / page).read_text(), re.MULTILINE)
        anchors = {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}
        assert anchor in anchors, (page, anchor)


def test_each_requirement_of_levels_1_and_2_has_one_line_that_says_how_it_stands() -> None:
    lines = LINE.findall(ASVS.read_text())
    wanted = [f"{chapter}.{section}.{number}" for chapter, counts in SECTIONS.items() for section, count in enumerate(counts, 1) for number in range(1, count + 1)]  # fmt: skip

    assert [number for number, *_ in lines] == wanted
    stands = Counter(state for _, _, state, _ in lines)
    assert set(stands) == {"met", "not applicable", "open"}
    told = "Of {} lines {} are met, {} do not apply and {} are open"
    assert told.format(len(lines), stands["met"], stands["not applicable"], stands["open"]) in ASVS.read_text()  # fmt: skip


def test_what_is_met_is_shown_by_something() -> None:
    shown = re.compile(r"`|\]\(")

    assert [number for number, _, state, why in LINE.findall(ASVS.read_text()) if state == "met" and not shown.search(why)] == []  # fmt: skip
