"""Full text in the language of the post."""

from typing import Final

from django.contrib.postgres.search import SearchConfig, SearchQuery, SearchVector
from django.db.models import BooleanField, Case, Func, Value, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import Exact

# PostgreSQL's text search configuration for each language of a post; others are indexed without stemming.
CONFIGURATIONS: Final = {
    "en": "english",
    "nl": "dutch",
    "de": "german",
    "fr": "french",
    "ar": "arabic",
}
PLAIN: Final = "simple"


def configuration(language: str) -> str:
    return CONFIGURATIONS.get(language, PLAIN)


def search_vector(*fields: tuple[str, str]) -> Case:
    """Expression for a generated column: `fields` are (name, weight A to D), stemmed by the row's language."""
    return Case(
        *(
            When(language=Value(language), then=_weighted(fields, config))
            for language, config in CONFIGURATIONS.items()
        ),
        default=_weighted(fields, PLAIN),
    )


def matches_keyword(keyword: Combinable, *, language: Combinable, search: Combinable) -> Func:
    """Whether a text holds the words of `keyword` one after the other, whatever their endings in its language.

    Args:
        keyword, language, search: expressions: words as typed; code of a language; a vector by `search_vector`.
    """
    config = Case(
        *(
            When(Exact(language, Value(code)), then=Value(name))
            for code, name in CONFIGURATIONS.items()
        ),
        default=Value(PLAIN),
    )
    phrase = SearchQuery(keyword, search_type="phrase", config=SearchConfig(config))
    return Func(
        search, phrase, template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField()
    )


def _weighted(fields: tuple[tuple[str, str], ...], config: str) -> Combinable:
    first, *rest = (SearchVector(name, weight=weight, config=config) for name, weight in fields)
    vector: Combinable = first
    for part in rest:
        vector = vector + part
    return vector
