"""What the engine asks of an encoder."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Texts to vectors of length 1 whose inner products say how much two texts are about the same.

    `name`: with a version; vectors of different names are never compared.
    """

    @property
    def name(self) -> str: ...

    def encode(self, text: str, *, language: str) -> Vectors | None:
        """At most `feed.models.vectors.VECTOR_SIZE` numbers; None: it knows the language or the words not."""
        ...
