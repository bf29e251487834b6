"""Documents as the engine sees them, and the likeness matrices of its parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import numpy as np

from benchmarks.read_more.sets import Matrix, Text
from config.bootstrap import ROOT
from feed.read_more.encoders.interface import Encoder
from feed.read_more.facts import Facts
from feed.read_more.likeness import Closeness, Likeness, likenesses
from feed.read_more.names import names_in
from feed.read_more.terms import terms_of

START: Final = datetime(2026, 1, 1, tzinfo=UTC)
CACHE: Final = ROOT / "var" / "bench" / "vectors"


@dataclass(frozen=True)
class Library:
    """Documents with their facts and vectors, in one order; each by an author of its own."""

    texts: Sequence[Text]
    facts: list[Facts]
    vectors: Matrix

    def likeness(self, query: int, scale: Closeness) -> list[Likeness]:
        """Of the query to every document."""
        products = [float(value) for value in self.vectors @ self.vectors[query]]
        return likenesses(self.facts[query], self.facts, products=products, closeness=scale)


def library(texts: Sequence[Text], encoder: Encoder) -> Library:
    """Read the texts; vectors are kept under var/, since reading thousands of them takes minutes."""
    facts = [
        Facts(
            pk=number + 1,
            author_pk=number + 1,
            language=text.language,
            published_at=START + timedelta(seconds=number),
            names=names_in(text.body),
            **_terms(text),
        )
        for number, text in enumerate(texts)
    ]
    return Library(texts, facts, vectors_of(texts, encoder))


def vectors_of(texts: Sequence[Text], encoder: Encoder) -> Matrix:
    mark = sha256(repr([encoder.name, *((text.language, text.whole) for text in texts)]).encode())
    path = CACHE / f"{mark.hexdigest()[:24]}.npy"
    if path.exists():
        return np.asarray(np.load(path), dtype=np.float32)
    found = [encoder.encode(text.whole, language=text.language) for text in texts]
    size = max(len(vector) for vector in found if vector is not None)
    vectors = np.array(
        [np.zeros(size) if vector is None else vector for vector in found], dtype=np.float32
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, vectors)
    return vectors


def _terms(text: Text) -> dict[str, Any]:
    found = terms_of(title=text.title, text=text.body, language=text.language)
    return {
        "term_ids": np.array(found.ids, dtype=np.int32),
        "term_weights": np.array(found.weights, dtype=np.float32) / np.float32(10_000),
    }
