"""Making a classifier from examples, in one recipe for the shipped model, the nightly one and the benchmark."""

from collections.abc import Sequence
from random import Random
from typing import Final

from feed.spam.classifier import Classifier, Example

EPOCHS: Final = 4


def train(
    examples: Sequence[Example],
    *,
    rng: Random,
    start: Classifier | None = None,
    epochs: int = EPOCHS,
) -> Classifier:
    """A classifier that has seen each example `epochs` times, shuffled by `rng`; it goes on from `start`, if given."""
    classifier = start or Classifier.untrained()
    order = list(range(len(examples)))
    for _epoch in range(epochs):
        rng.shuffle(order)
        classifier.learn_all(examples, order=order)
    return classifier
