"""Full-text search over titles and bodies, in the language of each post."""

from functools import partial, reduce
from operator import or_
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, F, FloatField, Q, QuerySet, When
from django.db.models.functions import Cast

from config import freshness
from config.prepared import worded_rows
from feed.access import Visitor
from feed.models import Post
from feed.models.post_queryset import PostQuerySet
from feed.models.search import CONFIGURATIONS, PLAIN
from feed.selectors.kept import VERSION, cards_named, read_cards
from feed.selectors.pages import PAGE_SIZE, Order, Page, first_page, read_page
from feed.text.plain import one_line

MAX_QUERY_LENGTH: Final = 200
# Ranking reads the words of each match; beyond the newest five hundred nobody looks for the best.
RANKED: Final = 500
RELEVANCE: Final = Order("search", "relevance", float)


def clean_query(text: str) -> str:
    """What is searched for: one line of at most MAX_QUERY_LENGTH characters."""
    return one_line(text)[:MAX_QUERY_LENGTH]


def search_posts(query: str, *, visitor: Visitor, cursor: str | None) -> Page[Post]:
    """Live posts that match in their own language and that the visitor has not muted, best first among the newest
    RANKED matches.

    `query` has the syntax of web search engines: words, "phrases", -exclusions, or; nothing in it is an error.
    """
    scope = Order(f"{RELEVANCE.name}:{query[:40]}", RELEVANCE.field, RELEVANCE.kind)
    position = freshness.position()
    if position is not None and cursor is None and not visitor.is_authenticated:
        return first_page(_first_rows(query, position=position), order=scope)
    return read_page(
        _ranked(query, visitor=visitor),
        order=scope,
        cursor=cursor,
        read=partial(read_cards, beside=RELEVANCE.field),
    )


def _first_rows(query: str, *, position: int) -> list[Post]:
    """For strangers: to build the query costs more than the rest of the page."""
    rows = worded_rows("search", _first_names, query)
    named = {(row["pk"], row["row_version"]): {"relevance": row["relevance"]} for row in rows}
    return cards_named(named, position=position)


def _first_names(query: str) -> QuerySet[Any, Any]:
    ranked = _ranked(query, visitor=AnonymousUser()).order_by(*RELEVANCE.newest_first)
    rows: QuerySet[Any, Any] = ranked.values("pk", RELEVANCE.field, row_version=VERSION)
    return rows[: PAGE_SIZE + 1]


def _ranked(query: str, *, visitor: Visitor) -> PostQuerySet:
    """What is found, each with its `relevance`."""
    matches = [
        Q(language=language, search=_parsed(query, config))
        for language, config in CONFIGURATIONS.items()
    ]
    others = ~Q(language__in=CONFIGURATIONS) & Q(search=_parsed(query, PLAIN))
    newest = (
        Post.objects.live()
        .wanted_by(visitor)
        .filter(reduce(or_, matches, others))
        .latest_first()
        .values("pk")[:RANKED]
    )
    return Post.objects.live().filter(pk__in=newest).annotate(relevance=_relevance(query))


def _parsed(query: str, config: str) -> SearchQuery:
    return SearchQuery(query, search_type="websearch", config=config)


def _relevance(query: str) -> Cast:
    """Rank under the configuration of the post's language, as double precision, so that a cursor holds it exactly."""
    parsed = Case(
        *(
            When(language=language, then=_parsed(query, config))
            for language, config in CONFIGURATIONS.items()
        ),
        default=_parsed(query, PLAIN),
    )
    return Cast(SearchRank(F("search"), parsed), FloatField())
