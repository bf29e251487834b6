"""How a web process keeps its memory small and its collector quiet. A leaf: imports nothing of ours."""

import ctypes
import gc
from typing import Final

# glibc's names for what mallopt sets: how many heaps threads may open, from which size on memory is given back at once, and
# how much may lie free on top of a heap. By default each thread opens heaps of its own, which never shrink.
ARENA_MAX, TRIM_THRESHOLD, MMAP_THRESHOLD = -8, -1, -3
HEAPS: Final = 1
FREE_BYTES: Final = 128 * 1024
# What was imported stays for good: the collector need not look at it again. Pages make many objects and few circles.
THRESHOLDS: Final = (5_000, 20, 50)


def import_quietly() -> None:
    """What is imported stays: until `keep_memory_small`, the collector would look at all of it again and again for nothing."""
    gc.disable()


def keep_memory_small() -> None:
    """Once, when all is imported and before threads begin. Where there is no glibc, its part does nothing."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(ARENA_MAX, HEAPS)
        mallopt(TRIM_THRESHOLD, FREE_BYTES)
        mallopt(MMAP_THRESHOLD, FREE_BYTES)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()
