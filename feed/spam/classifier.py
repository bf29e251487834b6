"""A logistic regression that learns one text at a time, and is written and read as one checked piece of bytes."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import ceil, exp
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from feed.spam.errors import BrokenModelError
from feed.spam.features import SIZE, Features, features_of, tokens_of, windows, word_buckets

MAGIC: Final = b"broadsheet spam model 1\n"
DIGEST_BYTES: Final = 32
LEARNING_RATE: Final = 0.5
# Before a bucket has learned anything, as if it had seen so much error: keeps the first steps small.
INITIAL_SQUARES: Final = 0.01
# The share of a text's windows that its score is made of: an odd paragraph accuses nobody, half a text does.
LOUDEST_SHARE: Final = 1 / 2
# Logits beyond this are certainty; exp() need not go further.
MAX_LOGIT: Final = 30.0
STRONGEST_WORDS: Final = 8

Weights = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Example:
    """One window that is known to be spam or not. `importance`: 1 for an ordinary one."""

    features: Features
    is_spam: bool
    importance: float = 1.0


@dataclass
class Classifier:
    """`weights`: SIZE logits; `squares`: SIZE sums of squared gradients, which shorten later steps (AdaGrad)."""

    weights: Weights
    squares: Weights

    @classmethod
    def untrained(cls) -> Self:
        zeros = np.zeros(SIZE, dtype=np.float32)
        return cls(zeros, np.full(SIZE, INITIAL_SQUARES, dtype=np.float32))

    def probability(self, text: str) -> float:
        """Of spam, 0…1: that of the loudest half of the windows together; 0 for an empty text."""
        logits = [self.logit(features_of(window)) for window in windows(text)]
        if not logits:
            return 0.0
        loudest = sorted(logits)[-max(1, ceil(len(logits) * LOUDEST_SHARE)) :]
        return logistic(sum(loudest) / len(loudest))

    def logit(self, features: Features) -> float:
        return float(self.weights[features.indices] @ features.values)

    def strongest_words(self, text: str) -> list[str]:
        """The words that speak most for spam, loudest first, at most STRONGEST_WORDS."""
        tokens = tokens_of(text[:20_000].lower())
        found: dict[str, float] = {}
        for token, buckets in word_buckets(tokens):
            if len(token) > 1:
                found[token] = max(found.get(token, 0.0), float(self.weights[list(buckets)].sum()))
        loud = sorted((word for word in found if found[word] > 0.1), key=lambda word: -found[word])
        return loud[:STRONGEST_WORDS]

    def learn(self, example: Example) -> None:
        """One step towards the answer (AdaGrad: Duchi, Hazan & Singer 2011)."""
        indices = example.features.indices
        error = logistic(self.logit(example.features)) - example.is_spam
        gradient = error * example.importance * example.features.values
        self.squares[indices] += gradient * gradient
        self.weights[indices] -= LEARNING_RATE * gradient / np.sqrt(self.squares[indices])

    def learn_all(self, examples: Sequence[Example], *, order: Iterable[int]) -> None:
        """A step for each example, in `order` (indices of `examples`)."""
        for number in order:
            self.learn(examples[number])

    def to_bytes(self) -> bytes:
        """Half-precision figures, compressed, with a digest that tells a cut or changed file."""
        arrays = (self.weights.astype("<f2").tobytes(), self.squares.astype("<f2").tobytes())
        packed = zlib.compress(b"".join(arrays), 9)
        return MAGIC + sha256(packed).digest() + packed

    @classmethod
    def from_bytes(cls, written: bytes) -> Self:
        """What `to_bytes` wrote.

        Raises:
            BrokenModelError: the bytes are cut short, changed, of another format, or hold what is no number.
        """
        head, packed = written[: len(MAGIC)], written[len(MAGIC) + DIGEST_BYTES :]
        digest = written[len(MAGIC) : len(MAGIC) + DIGEST_BYTES]
        if head != MAGIC or sha256(packed).digest() != digest:
            raise BrokenModelError
        figures = np.frombuffer(zlib.decompress(packed), dtype="<f2").astype(np.float32)
        if figures.size != 2 * SIZE or not np.isfinite(figures).all():
            raise BrokenModelError
        return cls(figures[:SIZE].copy(), figures[SIZE:].copy())


def logistic(logit: float) -> float:
    return 1 / (1 + exp(-max(-MAX_LOGIT, min(MAX_LOGIT, logit))))


def examples_of(text: str, *, is_spam: bool, importance: float = 1.0) -> list[Example]:
    """A text as examples, one for each of its windows."""
    return [Example(features_of(window), is_spam, importance) for window in windows(text)]
