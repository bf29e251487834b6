"""What changed between two texts, in words."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from feed.text.diff import Change, Piece, word_diff

texts = st.text(alphabet="ab \n.é", max_size=60)


def test_one_word_that_changed_is_one_word_removed_and_one_added() -> None:
    pieces = word_diff("The tram is late.\nAs ever.\n", "The bus is late.\nAs ever.\n")

    assert pieces == [
        Piece(Change.SAME, "The "),
        Piece(Change.REMOVED, "tram "),
        Piece(Change.ADDED, "bus "),
        Piece(Change.SAME, "is late.\nAs ever.\n"),
    ]


def test_equal_texts_differ_in_nothing() -> None:
    assert [piece.change for piece in word_diff("Same.\n", "Same.\n")] == [Change.SAME]


@given(texts, texts)
def test_the_pieces_spell_both_texts(old: str, new: str) -> None:
    pieces = word_diff(old, new)

    assert "".join(each.text for each in pieces if each.change is not Change.ADDED) == old
    assert "".join(each.text for each in pieces if each.change is not Change.REMOVED) == new


@given(texts, texts)
def test_neighbouring_pieces_differ(old: str, new: str) -> None:
    assert all(one.change != other.change for one, other in pairwise(word_diff(old, new)))


def test_a_long_text_that_changed_everywhere_is_shown_as_replaced() -> None:
    old, new = "a " * 5_000, "b " * 5_000

    assert [piece.change for piece in word_diff(old, new)] == [Change.REMOVED, Change.ADDED]
