"""Which names may stand in a line of text."""

import pytest

from accounts.errors import NameRefusedError
from accounts.names import clean_display_name, is_reserved


@pytest.mark.parametrize("name", ["admin", "Admin", "ROOT", "mode-rator", "_write_", "Spon sors"])
def test_names_of_the_site_are_reserved_however_they_are_written(name: str) -> None:
    assert is_reserved(name)


@pytest.mark.parametrize("name", ["alice", "administer", "rooted", "adminton"])
def test_other_names_are_free(name: str) -> None:
    assert not is_reserved(name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Alice   Jansen ", "Alice Jansen"),
        ("Ａｌｉｃｅ", "Alice"),
        ("Zoe\u0308", "Zoë"),
        ("Nguyễn Thị Minh", "Nguyễn Thị Minh"),
        ("李小龙", "李小龙"),
        ("Анна Петрова", "Анна Петрова"),
        ("Γιώργος Smith", "Γιώργος Smith"),
        ("東京Tokyo", "東京Tokyo"),
        ("", ""),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_honest_names_are_kept_in_composed_form(typed: str, kept: str) -> None:
    assert clean_display_name(typed) == kept


@pytest.mark.parametrize(
    "name", ["Alice\u202enimda", "\u2066Bob", "A\u200bdmin", "Al\x07ice", "\ufeffBob", "Bob\ue000"]
)
def test_names_with_invisible_characters_are_refused(name: str) -> None:
    with pytest.raises(NameRefusedError, match="visible"):
        clean_display_name(name)


def test_towers_of_accents_are_refused() -> None:
    with pytest.raises(NameRefusedError, match="accents"):
        clean_display_name("Z" + "\u0301\u0302\u0303\u0304" * 3)


@pytest.mark.parametrize(
    "name",
    ["ＡＤＭＩＮ", "\u0440\u043e\u0455\u0442", "A\u0501min", "\u03b1dmin", "\u0405yst\u0435m"],
)
def test_display_names_that_look_like_the_sites_are_refused(name: str) -> None:
    with pytest.raises(NameRefusedError, match="reserved"):
        clean_display_name(name)


@pytest.mark.parametrize("name", ["\u0410lice", "Bob M\u03bfrris", "Ali\u0441e Jansen"])
def test_a_word_of_letters_that_only_look_alike_is_refused(name: str) -> None:
    with pytest.raises(NameRefusedError, match="one alphabet"):
        clean_display_name(name)
