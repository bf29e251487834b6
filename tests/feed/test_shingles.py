"""Samples of texts that tell copied passages."""

from hypothesis import given
from hypothesis import strategies as st

from feed.text.shingles import MAX_HASHES, copied_share, min_hashes
from feed.text.words import words_of

STORY = " ".join(f"word{number}" for number in range(300))
OTHER = " ".join(f"other{number}" for number in range(300))
PASSAGE = " ".join(f"word{number}" for number in range(100, 145))


def test_a_text_shares_all_of_itself_and_nothing_with_another() -> None:
    story = min_hashes(STORY)

    assert copied_share(story, story) == 1
    assert copied_share(story, min_hashes(OTHER)) == 0


def test_a_passage_copied_into_a_pitch_is_seen_as_the_part_that_it_is() -> None:
    pitch = min_hashes(f"{PASSAGE} {' '.join(f'cheap{number}' for number in range(45))}")

    assert 0.35 < copied_share(pitch, min_hashes(STORY)) < 0.6


def test_a_passage_is_seen_whatever_the_case_and_the_punctuation() -> None:
    shouted = min_hashes(PASSAGE.upper().replace(" ", ", "))

    assert shouted == min_hashes(PASSAGE)


def test_texts_of_a_few_words_have_no_sample() -> None:
    assert min_hashes("") == min_hashes("one two three four") == ()
    assert copied_share((), min_hashes(STORY)) == 0


def test_a_script_without_spaces_is_compared_letter_by_letter() -> None:
    story = "市議会は新しい橋の予算を承認した。工事は来年の春に始まる予定だ。"

    assert list(words_of("市議会 was 3")) == ["市", "議", "会", "was", "3"]
    assert copied_share(min_hashes(story[:20]), min_hashes(story)) > 0.8


def test_a_million_letters_are_one_word() -> None:
    assert [len(word) for word in words_of("a" * 1_000_000)] == [40]


@given(st.text(max_size=400))
def test_any_text_gives_ascending_numbers_that_fit_the_column(text: str) -> None:
    found = min_hashes(text)

    assert list(found) == sorted(set(found))
    assert len(found) <= MAX_HASHES
    assert all(-(2**31) <= one < 2**31 for one in found)
