"""A disk that takes nothing more, without one: the system refuses files longer than so many bytes."""

import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_room(most: int = 200) -> Iterator[None]:
    """For this process and those that it starts meanwhile; writing on ends with EFBIG, or with the process.

    Nor is bytecode written: Python keeps what was cut short, and no later process could read the module.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    writes_bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = writes_bytecode
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
