"""`{% load feed_cards %}{% card post "row" %}`: posts as lists show them, the same for every reader of a language."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Final

from django import template
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from config.bounded import Bounded
from feed.models import Post
from feed.templatetags.feed_format import Clock, clock, moment_by

register = template.Library()

Key = tuple[object, ...]

# About three kilobytes each, with what they were made of.
KEPT_CARDS: Final = 1_500
# What a card may show beside the post's own row.
BESIDE: Final = ("author", "category", "lead_image", "link")
PLAIN: Final = (str, int, float, bool, date, datetime, type(None))

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


@register.simple_tag
def further_card(post: Post, reason: object = "") -> SafeString:
    """feed/_further.html, with the reason why the post stands there."""
    shown = {"post": post, "reason": str(reason)}
    key = _key(post, "further", str(reason), read=clock())
    return _kept(key, lambda: render_to_string("feed/_further.html", shown))


def _card(post: Post, kind: str, *, read: Clock) -> SafeString:
    shown = {"post": post, "kind": kind}
    return _kept(
        _key(post, kind, read=read), lambda: render_to_string("feed/_post_card.html", shown)
    )


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
