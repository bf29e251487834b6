"""Catalogues are compiled without GNU gettext, and only when they changed."""

import gettext
import os
from pathlib import Path

import pytest

from config.dev.translations import compile_stale

DUTCH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Search"
msgstr "Zoeken"

msgctxt "verb"
msgid "post"
msgstr "plaatsen"

#, fuzzy
msgid "Unsure"
msgstr "Onzeker"

#, python-format
msgid "%(count)s comment"
msgid_plural "%(count)s comments"
msgstr[0] "%(count)s reactie"
msgstr[1] "%(count)s reacties"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(DUTCH)
    return folder / "django.po"


def test_catalogue_says_what_the_source_says(source: Path, tmp_path: Path) -> None:
    compile_stale(tmp_path)

    with source.with_suffix(".mo").open("rb") as file:
        dutch = gettext.GNUTranslations(file)
    assert dutch.gettext("Search") == "Zoeken"
    assert dutch.pgettext("verb", "post") == "plaatsen"
    assert dutch.ngettext("%(count)s comment", "%(count)s comments", 2) == "%(count)s reacties"


def test_unsure_translations_are_left_out(source: Path, tmp_path: Path) -> None:
    compile_stale(tmp_path)

    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Unsure") == "Unsure"


def test_only_changed_sources_are_compiled(source: Path, tmp_path: Path) -> None:
    counts = [compile_stale(tmp_path), compile_stale(tmp_path)]
    os.utime(source, (2e9, 2e9))
    counts.append(compile_stale(tmp_path))

    assert counts == [1, 0, 1]
