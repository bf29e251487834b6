"""Texts that a search engine and a reader's eye can bear, put together by dice with a fixed seed."""

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Final

from feed.text.markdown import render_article, render_comment

SEED: Final = 20260101
PARAGRAPHS: Final = 400
REMARKS: Final = 200
SUBJECTS: Final = [
    "harbour",
    "council",
    "school",
    "library",
    "bridge",
    "market",
    "ferry",
    "garden",
    "theatre",
    "museum",
    "railway",
    "hospital",
    "orchard",
    "bakery",
    "workshop",
    "lighthouse",
    "festival",
    "archive",
    "choir",
    "stadium",
    "river",
    "forest",
    "meadow",
    "station",
    "laboratory",
    "newspaper",
    "festival",
    "square",
    "tower",
]
DEEDS: Final = [
    "opens",
    "closes",
    "repairs",
    "plans",
    "measures",
    "paints",
    "moves",
    "counts",
    "praises",
    "questions",
    "funds",
    "delays",
    "extends",
    "renames",
    "rebuilds",
    "celebrates",
    "surveys",
    "protects",
    "lends",
    "translates",
    "records",
]
MANNERS: Final = [
    "quietly",
    "again",
    "tomorrow",
    "early",
    "late",
    "carefully",
    "together",
    "slowly",
    "at",
    "last",
    "for",
    "good",
    "with",
    "care",
    "in",
    "spring",
    "by",
    "vote",
    "on",
    "time",
    "without",
    "fuss",
    "after",
    "long",
    "talks",
    "despite",
    "the",
    "rain",
]
# Words that few texts share, so that a search may have few answers.
RARE: Final = 5_000


@dataclass(frozen=True)
class Text:
    """Markdown and its sanitised rendering."""

    source: str
    html: str


@cache
def paragraphs() -> tuple[Text, ...]:
    dice = Random(SEED)  # noqa: S311  (nothing to guard)
    return tuple(
        Text(source, render_article(source))
        for source in (" ".join(_sentence(dice) for _ in range(6)) for _ in range(PARAGRAPHS))
    )


@cache
def remarks() -> tuple[Text, ...]:
    dice = Random(SEED + 1)  # noqa: S311  (nothing to guard)
    return tuple(
        Text(source, render_comment(source))
        for source in (" ".join(_sentence(dice) for _ in range(2)) for _ in range(REMARKS))
    )


def title(dice: Random) -> str:
    return f"{dice.choice(SUBJECTS).capitalize()} {dice.choice(DEEDS)} {dice.choice(MANNERS)} w{dice.randrange(RARE)}"


def _sentence(dice: Random) -> str:
    words = [dice.choice(SUBJECTS), dice.choice(DEEDS), "the", dice.choice(SUBJECTS)]
    words += [dice.choice(MANNERS), "and", dice.choice(DEEDS), "a", dice.choice(SUBJECTS)]
    return f"The {' '.join(words)}."
