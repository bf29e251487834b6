"""`{% load feed_cards %}{% card post "row" %}`: posts as lists show them, the same for every reader of a language."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from html import escape
from typing import Final, NamedTuple

from django import template
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from config.bounded import Bounded
from feed.models import Post
from feed.templatetags.feed_format import Clock, clock, counts_of, moment_by
from feed.templatetags.feed_stamps import facts_of, picture_words, stamped

register = template.Library()

Key = tuple[object, ...]

# About three kilobytes each, with what they were made of.
KEPT_CARDS: Final = 1_500
# What a card may show beside the post's own row.
BESIDE: Final = ("author", "category", "lead_image", "link")
# Kinds of cards that show the picture of their post.
PICTURED: Final = ("lead", "tile", "row")
PLAIN: Final = (str, int, float, bool, date, datetime, type(None))


class CardShape(NamedTuple):
    """All that decides which parts a card has. `picture`: what is known of it, () where none is shown."""

    kind: str
    has_excerpt: bool
    has_reason: bool = False
    picture: tuple[str, ...] = ()


_cards: Bounded[Key, SafeString] = Bounded(size=KEPT_CARDS)


@register.simple_tag
def card(post: Post, kind: str) -> SafeString:
    """feed/_post_card.html; whoever marks a card for one reader puts the mark beside it."""
    return _card(post, kind, read=clock())


@register.simple_tag
def card_items(posts: Sequence[Post], kind: str) -> SafeString:
    """A list item for each card: as a loop around `card`, which costs as much again as the cards."""
    read = clock()
    items = [f"<li>{_card(post, kind, read=read)}</li>" for post in posts]
    return mark_safe("".join(items))  # noqa: S308  (cards)


def further_card(post: Post, why: str, *, read: Clock) -> SafeString:
    """feed/_further.html, with the reason why the post stands there."""

    def make() -> SafeString:
        shape = CardShape("further", has_excerpt=bool(post.excerpt), has_reason=bool(why))
        return stamped(
            "feed/_further.html", _words(post, read) | {"reason": escape(why)}, shape=shape
        )

    return _kept(_key(post, "further", why, read=read), make)


def _card(post: Post, kind: str, *, read: Clock) -> SafeString:
    return _kept(_key(post, kind, read=read), lambda: _stamped_card(post, kind, read))


def _stamped_card(post: Post, kind: str, read: Clock) -> SafeString:
    shape = CardShape(
        kind,
        has_excerpt=bool(post.excerpt) and kind != "line",
        picture=facts_of(post.lead_image) if post.lead_image and kind in PICTURED else (),
    )
    words = _words(post, read) | picture_words(post.lead_image, shape.picture)
    link = {"link": post.link, "kind": "row", "author": post.author}
    words["link"] = render_to_string("feed/_link_card.html", link) if post.link else ""
    return stamped(
        "feed/_post_card.html",
        words,
        shape=shape,
        given=lambda marks: {"picture": {name: marks[name] for name in shape.picture}},
    )


def _words(post: Post, read: Clock) -> dict[str, str]:
    """What every card prints."""
    return {
        "path": escape(post.get_absolute_url()),
        "language": escape(post.language),
        "title": escape(post.title),
        "excerpt": escape(post.excerpt),
        "category_path": escape(post.category.get_absolute_url()),
        "category_name": escape(post.category.name),
        "author_path": escape(post.author.get_absolute_url()),
        "author_name": escape(post.author.name),
        "published": moment_by(read, post.published_at),
    } | counts_of(post, language=read.language)


def _kept(key: Key, make: Callable[[], SafeString]) -> SafeString:
    known = _cards.get(key)
    if known is None:
        known = _cards[key] = make()
    return known


def _key(post: Post, *words: str, read: Clock) -> Key:
    """All that a card is made of, so that no kept card can be untrue: rows as they were read, or their name where they are
    kept; the moment in words.
    """
    told = (*words, read.language, moment_by(read, post.published_at))
    if post.kept_as is not None:
        return (*told, post.kept_as)
    loaded = post._state.fields_cache
    rows = [post, *(loaded[name] for name in BESIDE if loaded.get(name))]
    values = [value for row in rows for value in _values(row)]
    return (*told, *values)


def _values(row: Model) -> Iterable[object]:
    """Each with its type: text that is marked as safe is printed otherwise than the same text."""
    for name, value in vars(row).items():
        if not name.startswith("_"):
            kind = type(value)
            yield name
            yield kind
            yield value if issubclass(kind, PLAIN) else str(value)
