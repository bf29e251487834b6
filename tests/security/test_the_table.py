"""docs/security.md names only what is there, and every chapter by a test."""

import re

from config.bootstrap import ROOT

PAGE = ROOT / "docs" / "security.md"
NAMED = re.compile(r"`((?:tests|config|deploy)/[\w/.*-]+)`")
CHAPTER = re.compile(r"^\| V\d+ .*$", re.MULTILINE)


def test_what_the_table_names_is_there() -> None:
    names = NAMED.findall(PAGE.read_text())

    assert len(names) > 20
    assert [name for name in names if not list(ROOT.glob(name.rstrip("/")))] == []


def test_every_chapter_is_held_by_a_test() -> None:
    chapters = CHAPTER.findall(PAGE.read_text())

    assert len(chapters) == 15
    assert [row for row in chapters if "`tests/" not in row] == []
