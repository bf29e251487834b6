"""What a member reads about, as the mean of the vectors of what he read, kept and applauded.

Nothing of it is stored: it follows from the signs that are there, so that what is forgotten is gone.
"""

from collections.abc import Collection, Mapping
from typing import Final

import numpy as np
from django.db import connection

from feed.models.vectors import VECTOR_SIZE
from feed.read_more.candidates import bounded_search
from feed.read_more.encoding import serving_encoder
from feed.read_more.facts import Vector
from feed.read_more.loading import load_vectors

# Products with an interest: below the first nothing is alike, from the second on as alike as can be.
NOTHING_ALIKE: Final = 0.2
ALL_ALIKE: Final = 0.7


def interest_of(signs: Mapping[int, float]) -> Vector | None:
    """The weighted mean of posts' vectors, of length 1; None where none of them has been read by the encoder.

    Args:
        signs: by post, how much it tells; above 0.
    """
    vectors = load_vectors(list(signs), encoder=serving_encoder())
    total = np.zeros(VECTOR_SIZE, dtype=np.float32)
    for pk, vector in vectors.items():
        total += np.float32(signs[pk]) * vector
    length = float(np.linalg.norm(total))
    return total / np.float32(length) if length > 0 else None


def likeness_to(interest: Vector, pks: Collection[int]) -> dict[int, float]:
    """By post, 0…1, how much it is like the interest; posts without a vector are left out."""
    found = _rows(
        "SELECT post_id, -(dense <#> %s::halfvec) FROM feed_postvector"
        " WHERE encoder_id = %s AND post_id = ANY(%s)",
        [_text(interest), serving_encoder(), list(pks)],
    )
    span = ALL_ALIKE - NOTHING_ALIKE
    return {pk: min(max((product - NOTHING_ALIKE) / span, 0.0), 1.0) for pk, product in found}


def neighbours_of(interest: Vector, *, limit: int) -> list[int]:
    """The posts nearest to an interest, nearest first."""
    with bounded_search():
        found = _rows(
            "SELECT post_id, 0.0 FROM feed_postvector WHERE encoder_id = %s"
            " ORDER BY dense <#> %s::halfvec LIMIT %s",
            [serving_encoder(), _text(interest), limit],
        )
    return [pk for pk, _ in found]


def _text(interest: Vector) -> str:
    return f"[{','.join(f'{number:.5f}' for number in interest.tolist())}]"


def _rows(query: str, values: list[object]) -> list[tuple[int, float]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)  # type: ignore[arg-type]  # lists of numbers among them
        found: list[tuple[int, float]] = cursor.fetchall()
        return found
