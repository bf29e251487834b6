"""Which words of a text are names, and may stand under "Also about"."""

import pytest

from feed.read_more.names import names_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They met Lee van Dijk in South Korea, and Lee van Dijk won.", ("Lee van Dijk", "South Korea")),
        ("She asked: “The bridge?” He said the bridge in Westdijk.", ("Westdijk",)),
        ("Before noon on Monday, Rie’s boat lay at Noordgat.", ("Noordgat", "Rie")),
        ("A ride on Line 2 on Monday 3 May cost the Herons 3–1, said Crane 7 men.", ("Crane 7", "Line 2", "Herons")),
        ("It cost more (Free for members), and nothing is free in Zandwijk.", ("Zandwijk",)),
    ],
)  # fmt: skip
def test_names_are_words_with_capitals_that_are_not_common_words(
    text: str, names: tuple[str, ...]
) -> None:
    assert names_in(text) == names


def test_tags_come_first_whatever_their_letters() -> None:
    assert names_in("A heron by the Linder.", tags=["heron"]) == ("heron", "Linder")
