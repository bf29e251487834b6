"""What a member reads about, as the mean of the vectors of what he read, kept and applauded.

Nothing of it is stored: it follows from the signs that are there, so that what is forgotten is gone.
"""

from collections.abc import Collection, Mapping
from typing import Final

from config.reading import connection_for_reading
from feed.models.vectors import VECTOR_SIZE
from feed.read_more.candidates import bounded_search, signs_of
from feed.read_more.encoding import serving_encoder

# A vector as PostgreSQL writes it; reckoned there, so that a process that shows pages needs no numpy.
Interest = str

# Products with an interest: below the first nothing is alike, from the second on as alike as can be.
NOTHING_ALIKE: Final = 0.2
ALL_ALIKE: Final = 0.7


INTEREST_SQL: Final = """
SELECT l2_normalize(sum(vectors.dense::vector * array_fill(sign.weight, ARRAY[%(size)s])::vector))::halfvec::text
FROM unnest(%(pks)s::bigint[], %(weights)s::real[]) AS sign (post_id, weight)
JOIN feed_postvector AS vectors ON vectors.post_id = sign.post_id AND vectors.encoder_id = %(encoder)s
"""
NEAREST_SQL: Final = f"""
SELECT post_id, 0.0 FROM feed_postvector WHERE encoder_id = %s
ORDER BY {signs_of("dense")} <~> {signs_of("%s::halfvec")} LIMIT %s
"""  # noqa: S608  (our own column)


def interest_of(signs: Mapping[int, float]) -> Interest | None:
    """The weighted mean of posts' vectors, of length 1; None where none of them has been read by the encoder.

    Args:
        signs: by post, how much it tells; above 0.
    """
    encoder = serving_encoder() if signs else ""
    if not encoder:
        return None
    named = {
        "pks": list(signs),
        "weights": list(signs.values()),
        "encoder": encoder,
        "size": VECTOR_SIZE,
    }
    with connection_for_reading().cursor() as cursor:
        cursor.execute(INTEREST_SQL, named)
        row: tuple[Interest | None] = cursor.fetchone()  # a sum is one row
    return row[0]


def likeness_to(interest: Interest, pks: Collection[int]) -> dict[int, float]:
    """By post, 0…1, how much it is like the interest; posts without a vector are left out."""
    found = _rows(
        "SELECT post_id, -(dense <#> %s::halfvec) FROM feed_postvector"
        " WHERE encoder_id = %s AND post_id = ANY(%s)",
        [interest, serving_encoder(), list(pks)],
    )
    span = ALL_ALIKE - NOTHING_ALIKE
    return {pk: min(max((product - NOTHING_ALIKE) / span, 0.0), 1.0) for pk, product in found}


def neighbours_of(interest: Interest, *, limit: int) -> list[int]:
    """The posts nearest to an interest, by the signs of their vectors, nearest first."""
    with bounded_search():
        found = _rows(NEAREST_SQL, [serving_encoder(), interest, limit])
    return [pk for pk, _ in found]


def _rows(query: str, values: list[object]) -> list[tuple[int, float]]:
    with connection_for_reading().cursor() as cursor:
        cursor.execute(query, values)
        found: list[tuple[int, float]] = cursor.fetchall()
        return found
