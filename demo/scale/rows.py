"""The rows of a large site, as dictionaries by column; what a column is not given has the model's default."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from demo.scale.shape import (
    CATEGORIES,
    TAGS,
    TAGS_PER_POST,
    Scale,
    comment_counts,
    published_at,
    view_counts,
)
from demo.scale.words import RARE, SEED, SUBJECTS, paragraphs, remarks, title
from feed.ranking.hotness import hotness, points
from feed.text.plain import excerpt_of

Row = dict[str, Any]

NOBODY_SIGNS_IN: Final = "!scale"
REPLIES_TO_THE_FIRST: Final = 3


def members(scale: Scale) -> Iterator[Row]:
    joined = published_at(0, scale).isoformat()
    for number in range(1, scale.members + 1):
        name = f"reader{number}"
        yield {
            "id": number,
            "username": name,
            "email": f"{name}@example.org",
            "password": NOBODY_SIGNS_IN,
            "date_joined": joined,
            "trust_level": 2,
        }


def categories(_scale: Scale) -> Iterator[Row]:
    for number in range(1, CATEGORIES + 1):
        name = f"{SUBJECTS[number].capitalize()} {number}"
        yield {"id": number, "name": name, "slug": f"section-{number}", "position": number}


def tags(_scale: Scale) -> Iterator[Row]:
    for number in range(1, TAGS + 1):
        yield {"id": number, "name": f"word {number}", "slug": f"word-{number}"}


def posts(scale: Scale) -> Iterator[Row]:
    dice = Random(SEED + 3)  # noqa: S311  (nothing to guard)
    texts, comments, views = paragraphs(), comment_counts(scale), view_counts(scale)
    excerpts = [excerpt_of(text.html) for text in texts]
    for number in range(scale.posts):
        at, words = published_at(number, scale), title(dice)
        place = dice.randrange(len(texts))
        picked = [texts[(place + step) % len(texts)] for step in range(3)]
        rank = {"reactions": int(20 * dice.random() ** 3), "voices": min(comments[number], 20)}
        when = at.isoformat()
        yield {
            "id": number + 1,
            "author_id": 1 + dice.randrange(scale.members),
            "category_id": 1 + dice.randrange(CATEGORIES),
            "title": words,
            "slug": words.lower().replace(" ", "-"),
            "body": "\n\n".join(text.source for text in picked),
            "body_html": "\n".join(text.html for text in picked),
            "excerpt": excerpts[place],
            "status": "published",
            "published_at": when,
            "created_at": when,
            "edited_at": when,
            "comment_count": comments[number],
            "reaction_count": rank["reactions"],
            "view_count": views[number],
            "reading_minutes": 2,
            "score": points(**rank),
            "hotness": hotness(**rank, published_at=at, now=at),
        }


def post_tags(scale: Scale) -> Iterator[Row]:
    dice = Random(SEED + 4)  # noqa: S311  (nothing to guard)
    number = 0
    for post in range(1, scale.posts + 1):
        for tag in dice.sample(range(1, TAGS + 1), TAGS_PER_POST):
            number += 1
            yield {"id": number, "post_id": post, "tag_id": tag}


def comments(scale: Scale) -> Iterator[Row]:
    dice = Random(SEED + 5)  # noqa: S311  (nothing to guard)
    texts, number = remarks(), 0
    for post, count in enumerate(comment_counts(scale), start=1):
        at, first = published_at(post - 1, scale), number + 1
        for place in range(count):
            number += 1
            text = texts[dice.randrange(len(texts))]
            is_reply = place % REPLIES_TO_THE_FIRST == 1
            yield {
                "id": number,
                "post_id": post,
                "author_id": 1 + dice.randrange(scale.members),
                "parent_id": dice.randrange(first, number) if is_reply else None,
                "body": text.source,
                "body_html": text.html,
                "status": "published",
                "created_at": _later(at, place).isoformat(),
            }


def read_more(scale: Scale) -> Iterator[Row]:
    """Five posts close by, as a list that has been built."""
    for post in range(1, scale.posts + 1):
        near = [1 + (post + step * 7) % scale.posts for step in range(1, 6)]
        items = ",".join(
            f'{{"post": {pk}, "score": 0.5, "reason": "subject", "words": "", "language": "en"}}'
            for pk in near
        )
        yield {
            "post_id": post,
            "items": f"[{items}]",
            "engine": f"scale {RARE}",
            "built_at": published_at(post - 1, scale).isoformat(),
        }


def _later(at: datetime, minutes: int) -> datetime:
    return at + timedelta(minutes=minutes + 1)
