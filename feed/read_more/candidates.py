"""Which posts are worth comparing: neighbours by vector, in the post's language and in others, and by rare words.

All of a batch in one query each. Neighbours are those whose vectors' numbers agree in most signs, weighed by the numbers
themselves: the index of signs is so small that it stays in memory (docs/adr). `hnsw.iterative_scan` lets it go on until the
filters have passed enough rows (without it a filter leaves ten rows of a hundred); the number of rows that a search may
visit is bounded, so that a query costs the same on a large site. Joins go by indexes, row by row: the planner, which does
not know how few rows there are, would read all vectors for each batch.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection, connections, transaction

from config import reading
from feed.models.vectors import VECTOR_SIZE

NEAR: Final = 100
# Across languages the signs tell less.
ABROAD: Final = 40
# The heaviest terms of a post, and the most posts that share some of them: those that share most of them, then the newest.
KEY_TERMS: Final = 8
ALIKE: Final = 60
SETTINGS: Final = (
    "SET LOCAL hnsw.ef_search = 100; SET LOCAL hnsw.iterative_scan = strict_order;"
    " SET LOCAL hnsw.max_scan_tuples = 4000; SET LOCAL gin_fuzzy_search_limit = 100; SET LOCAL jit = off;"
    " SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"
)

Candidates = dict[int, float | None]


def signs_of(vector: str) -> str:
    """SQL for the signs of a vector's numbers, as the index has them."""
    return f"binary_quantize({vector})::bit({VECTOR_SIZE})"


NEAR_SQL: Final = f"""
SELECT mine.post_id, near.post_id, near.product
FROM feed_postvector AS mine, LATERAL (
    SELECT other.post_id, -(other.dense <#> mine.dense) AS product
    FROM feed_postvector AS other
    WHERE other.encoder_id = %(encoder)s AND other.language = mine.language
    ORDER BY {signs_of("other.dense")} <~> {signs_of("mine.dense")} LIMIT %(limit)s
) AS near
WHERE mine.encoder_id = %(encoder)s AND mine.post_id = ANY(%(pks)s)
"""  # noqa: S608  (our own column)
ABROAD_SQL: Final = NEAR_SQL.replace("other.language = mine", "other.language <> mine")
# One search for each term: gin_fuzzy_search_limit, which lets a common one find a sample, does nothing where a rare one is
# sought with it. OFFSET 0 keeps the planner from walking down the keys of all posts, which it takes for cheaper.
ALIKE_SQL: Final = """
SELECT mine.post_id, alike.post_id, NULL::float8
FROM unnest(%(pks)s::bigint[], %(keys)s::text[]) AS mine (post_id, keys)
CROSS JOIN LATERAL (
    SELECT found.post_id FROM unnest(mine.keys::integer[]) AS term
    CROSS JOIN LATERAL (
        SELECT features.post_id FROM feed_postfeatures AS features
        WHERE features.term_ids @> ARRAY[term] OFFSET 0
    ) AS found
    GROUP BY found.post_id ORDER BY count(*) DESC, found.post_id DESC LIMIT %(limit)s
) AS alike
"""
PRODUCTS_SQL: Final = """
SELECT pair.mine, pair.other, -(other.dense <#> own.dense)
FROM unnest(%(mine)s::bigint[], %(others)s::bigint[]) AS pair (mine, other)
JOIN feed_postvector AS own ON own.post_id = pair.mine AND own.encoder_id = %(encoder)s
JOIN feed_postvector AS other ON other.post_id = pair.other AND other.encoder_id = %(encoder)s
"""


def candidates_of(
    heaviest_terms: dict[int, Sequence[int]], *, also: dict[int, set[int]], encoder: str
) -> dict[int, Candidates]:
    """For each post its candidates with the inner product of the vectors, None where one has none.

    Args:
        heaviest_terms: by post, a few of its term ids; the posts are its keys.
        also: by post, others to be measured, for whatever reason.
    """
    pks = list(heaviest_terms)
    found: dict[int, Candidates] = {pk: dict.fromkeys(also[pk]) for pk in pks}
    keys = ["{" + ",".join(map(str, heaviest_terms[pk])) + "}" for pk in pks]
    with bounded_search():
        _take(found, ALIKE_SQL, {"pks": pks, "keys": keys, "limit": ALIKE})
        if encoder:
            named = {"pks": pks, "encoder": encoder}
            _take(found, NEAR_SQL, named | {"limit": NEAR})
            if _has_languages(encoder):
                _take(found, ABROAD_SQL, named | {"limit": ABROAD})
            _take(found, PRODUCTS_SQL, _unmeasured(found) | {"encoder": encoder})
    for pk in pks:
        found[pk].pop(pk, None)
    return found


def _take(found: dict[int, Candidates], query: str, named: dict[str, Any]) -> None:
    for pk, other, product in _rows(query, named):
        found[pk][other] = product


def _unmeasured(found: dict[int, Candidates]) -> dict[str, list[int]]:
    """The pairs that are candidates for another reason than that they are among the nearest."""
    pairs = [(pk, other) for pk in found for other in found[pk] if found[pk][other] is None]
    return {"mine": [pk for pk, _ in pairs], "others": [other for _, other in pairs]}


@contextmanager
def bounded_search() -> Iterator[None]:
    """A transaction whose searches are exact enough and visit a bounded number of rows."""
    server = reading.alias()
    with transaction.atomic(using=server):
        with connections[server].cursor() as cursor:
            cursor.execute(SETTINGS)
        yield


def _has_languages(encoder: str) -> bool:
    """Whether the vectors are of more than one language."""
    found = _rows(
        "SELECT 1 FROM (SELECT language FROM feed_postvector WHERE encoder_id = %(encoder)s"
        " ORDER BY id DESC LIMIT 1000) AS newest HAVING count(DISTINCT language) > 1",
        {"encoder": encoder},
    )
    return bool(list(found))


def _rows(query: str, named: dict[str, Any]) -> list[tuple[int, int, float | None]]:
    with connection.cursor() as cursor:
        cursor.execute(query, named)
        found: list[tuple[int, int, float | None]] = cursor.fetchall()
        return found
