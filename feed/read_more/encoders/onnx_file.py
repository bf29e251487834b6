"""Reading single tensors from an ONNX file, which the runtime does not offer.

An ONNX file is a protocol buffer: ModelProto.graph is field 7, GraphProto.initializer 5; of a TensorProto dims are
field 1, the name 8, the raw little-endian data 9. Source: onnx.proto of ONNX (Apache-2.0).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

GRAPH: Final = 7
INITIALIZER: Final = 5
DIMS, NAME, RAW_DATA = 1, 8, 9
VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5


def read_tensor(path: Path, name: str, dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """The initializer `name` of the model at `path`.

    Raises:
        KeyError: the model has none of that name.
    """
    model = memoryview(path.read_bytes())
    for graph in _messages(model, GRAPH):
        for tensor in _messages(graph, INITIALIZER):
            fields = dict(_fields(tensor, keep=(NAME, RAW_DATA)))
            if bytes(fields.get(NAME, b"")).decode() == name:
                return np.frombuffer(fields[RAW_DATA], dtype=dtype).reshape(_dims(tensor))
    raise KeyError(name)


def _messages(message: memoryview, field: int) -> Iterator[memoryview]:
    return (value for _, value in _fields(message, keep=(field,)))


def _dims(tensor: memoryview) -> list[int]:
    """Dimensions, whether they are packed into one field or each has its own."""
    dims: list[int] = []
    for _, packed in _fields(tensor, keep=(DIMS,)):
        place = 0
        while place < len(packed):
            number, place = _varint(packed, place)
            dims.append(number)
    return dims


def _fields(message: memoryview, *, keep: tuple[int, ...]) -> Iterator[tuple[int, memoryview]]:
    """(field, its bytes), in order; numbers as the bytes that they are written in."""
    place = 0
    while place < len(message):
        tag, start = _varint(message, place)
        kind = tag & 7
        if kind == VARINT:
            _, place = _varint(message, start)
        elif kind == LENGTH:
            length, start = _varint(message, start)
            place = start + length
        else:
            place = start + {FIXED64: 8, FIXED32: 4}[kind]
        if tag >> 3 in keep:
            yield tag >> 3, message[start:place]


def _varint(message: memoryview, place: int) -> tuple[int, int]:
    """A number of seven bits a byte, low ones first, and the place after it."""
    number = shift = 0
    while True:
        byte = message[place]
        number |= (byte & 0x7F) << shift
        place += 1
        if byte < 0x80:
            return number, place
        shift += 7
