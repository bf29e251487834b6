"""Full-text search over titles and bodies, in the language of each post."""

from collections.abc import Iterable
from functools import lru_cache, partial, reduce
from operator import or_
from typing import Any, Final

from django.contrib.postgres.search import SearchQueryField, SearchRank
from django.db.models import BooleanField, Case, F, FloatField, Func, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from config import freshness
from config.prepared import prepared, worded_rows
from feed.access import Visitor
from feed.models import Post
from feed.models.search import CONFIGURATIONS, PLAIN
from feed.selectors.kept import cards_named
from feed.selectors.pages import PAGE_SIZE, Cursor, Order, Page, page_of
from feed.selectors.readers import reader_of
from feed.text.plain import one_line

MAX_QUERY_LENGTH: Final = 200
# Ranking reads the words of each match; beyond the newest five hundred nobody looks for the best.
RANKED: Final = 500
RELEVANCE: Final = Order("search", "relevance", float)
# What a query means is short, and the same for good.
KEPT_MEANINGS: Final = 500
# In place of the codes of all languages that have no grammar of their own here.
OTHERS: Final = ""
# Around the newest matches: each is looked at once, and only what is shown is asked for its version (feed.selectors.kept).
FOUND_SQL: Final = "SELECT pk, relevance, written_by::text || lies_at::text FROM ({}) AS found"
BEST_SQL: Final = f"{FOUND_SQL} ORDER BY relevance DESC, pk DESC LIMIT %s"
FURTHER_SQL: Final = (
    f"{FOUND_SQL} WHERE (relevance, pk) < (%s, %s) ORDER BY relevance DESC, pk DESC LIMIT %s"
)
BEFORE_SQL: Final = f"{FOUND_SQL} WHERE (relevance, pk) > (%s, %s) ORDER BY relevance, pk LIMIT %s"
READ_SQL: Final = (
    "SELECT websearch_to_tsquery(name::regconfig, %s)::text"
    " FROM unnest(%s::text[]) WITH ORDINALITY AS known (name, place) ORDER BY place"
)
# Languages that read a query alike.
Alike = tuple[str, ...]


def clean_query(text: str) -> str:
    """What is searched for: one line of at most MAX_QUERY_LENGTH characters."""
    return one_line(text)[:MAX_QUERY_LENGTH]


def search_posts(query: str, *, visitor: Visitor, cursor: str | None) -> Page[Post]:
    """Live posts that match in their own language and that the visitor has not muted, best first among the newest
    RANKED matches.

    `query` has the syntax of web search engines: words, "phrases", -exclusions, or; nothing in it is an error.

    Raises:
        BadCursorError: `cursor` is broken or belongs to another list.
    """
    order = Order(f"{RELEVANCE.name}:{query[:40]}", RELEVANCE.field, RELEVANCE.kind)
    place = Cursor.parse(cursor, order=order) if cursor else None
    position = freshness.position()
    found = _best(query, visitor=visitor, place=place)
    named = {(pk, version): {"relevance": relevance} for pk, relevance, version in found}
    return page_of(cards_named(named, position=position), order=order, place=place)


def _best(query: str, *, visitor: Visitor, place: Cursor | None) -> list[tuple[int, float, str]]:
    """Key, relevance and version of what follows `place`, nearest first, one more than a page holds.

    For who shuns nobody the question is built once for all: to build it costs more than the rest of the page.
    """
    meanings = _meanings(query)
    alike = tuple(meanings.values())
    shuns = visitor.is_authenticated and not reader_of(visitor).shuns_nobody
    around, beside = BEST_SQL, list[Any]()
    if place is not None:
        around = BEFORE_SQL if place.is_backward else FURTHER_SQL
        beside = [place.value, place.pk]
    return worded_rows(
        None if shuns else ("search", alike),
        partial(_newest, alike=alike, visitor=visitor if shuns else None),
        list(meanings),
        around=around,
        values=[*beside, PAGE_SIZE + 1],
    )


def _newest(
    *meanings: str, alike: tuple[Alike, ...], visitor: Visitor | None
) -> QuerySet[Any, Any]:
    """The newest matches, each with its relevance. `visitor`: None for one who shuns nobody."""
    posts = Post.objects.live()
    terms = [(_written_in(each, alike), _Meaning(meanings[n])) for n, each in enumerate(alike)]
    if visitor is not None:
        posts = posts.wanted_by(visitor)
    rows: QuerySet[Any, Any] = (
        posts.filter(reduce(or_, (written & Q(_matches(term)) for written, term in terms)))
        .latest_first()
        .values(
            "pk",
            relevance=_relevance(terms),
            written_by=RawSQL('"feed_post".xmin', ()),
            lies_at=RawSQL('"feed_post".ctid', ()),
        )
    )
    return rows[:RANKED]


class _Meaning(Func):
    """What PostgreSQL has read a query as."""

    template = "%(expressions)s::tsquery"

    def __init__(self, text: str) -> None:
        super().__init__(Value(text), output_field=SearchQueryField())


def _meanings(query: str) -> dict[str, Alike]:
    """What a query means, and in which languages: mostly the same in several, and so asked for once."""
    languages = [*CONFIGURATIONS, OTHERS]
    found: dict[str, list[str]] = {}
    for language, meaning in zip(languages, _read(query), strict=True):
        found.setdefault(meaning, []).append(language)
    return {meaning: tuple(alike) for meaning, alike in found.items()}


@lru_cache(maxsize=KEPT_MEANINGS)
def _read(query: str) -> list[str]:
    """The query as each of CONFIGURATIONS reads it, and PLAIN."""
    return [
        meaning for (meaning,) in prepared(READ_SQL, [query, [*CONFIGURATIONS.values(), PLAIN]])
    ]


def _written_in(languages: Alike, known: Iterable[Alike]) -> Q:
    """No condition where all languages read the query alike."""
    if OTHERS not in languages:
        return Q(language__in=languages)
    rest = [code for each in known if each != languages for code in each]
    return ~Q(language__in=rest) if rest else Q()


def _matches(meaning: _Meaning) -> Func:
    return Func(
        F("search"),
        meaning,
        template="(%(expressions)s)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )


def _relevance(terms: list[tuple[Q, _Meaning]]) -> Cast:
    """Rank under the grammar of the post's language, as double precision, so that a cursor holds it exactly."""
    *others, (_written, last) = terms
    meant = Case(*(When(written, then=term) for written, term in others), default=last)
    return Cast(SearchRank(F("search"), meant if others else last), FloatField())
