"""A disk that takes nothing more, without one: the system refuses files longer than so many bytes."""

import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock


@contextmanager
def no_room(most: int = 200) -> Iterator[None]:
    """For this process and those that it starts meanwhile; writing on ends with EFBIG, or with the process.

    None of them writes bytecode: Python keeps what was cut short, and no later process could read the module.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        with (
            mock.patch.object(sys, "dont_write_bytecode", new=True),
            mock.patch.dict(os.environ, {"PYTHONDONTWRITEBYTECODE": "1"}),
        ):
            yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
