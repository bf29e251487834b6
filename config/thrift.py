"""How a web process keeps its memory small and its collector quiet. A leaf: imports nothing of ours but another."""

import ctypes
import gc
import os
import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from config.seldom import import_seldom, import_without

P = ParamSpec("P")
R = TypeVar("R")

# glibc's names for what mallopt sets: how many heaps threads may open, from which size on memory is given back at once, and
# how much may lie free on top of a heap. By default each thread opens heaps of its own, which never shrink.
ARENA_MAX, TRIM_THRESHOLD, MMAP_THRESHOLD = -8, -1, -3
HEAPS: Final = 1
FREE_BYTES: Final = 128 * 1024
LIBC: Final = ctypes.CDLL(None)
# Where Linux lists the memory of this process; code of files in it, and Linux's name for what is not needed.
MAPS: Final = Path("/proc/self/maps")
CODE: Final = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) r-xp .* /", re.MULTILINE)
DONTNEED: Final = 4
# CPython keeps the frames of calls in pieces of 16 KB. A call that begins at the end of one takes the next from the system, and gives it
# back when it returns; where that is in a loop, it does so hundreds of times a page. A frame of so many words gets a
# piece of 256 KB, half of which is left for all that it calls; what nobody touches takes no memory.
ROOMY_FRAME_WORDS: Final = 16_200
# What was imported stays for good: the collector need not look at it again. Pages make many objects and few circles; but those that
# go with what was kept for a while are old by then, so it looks at old ones, too: some 40 ms once in ten thousands of requests.
THRESHOLDS: Final = (2_000, 5, 10)

# Where Python looks for time zones; to find it out, it reads all with which it was built.
ZONES: Final = "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo"

# What libraries bring with them, and who asks for it first.
SELDOM: Final = (
    "redis.asyncio",  # nobody: we have no event loop
    "requests",  # a sign-in through another site
    "jwt",  # the same
    "oauthlib.oauth2",  # an app that a member lets in
    "oauthlib.oauth2.rfc6749",  # the same
    "oauthlib.oauth2.rfc6749.errors",  # the same
    "jwcrypto.jwk",  # an app that a member lets in, with signed tokens of identity
    "allauth.mfa.webauthn.internal.auth",  # a passkey
    "pyrage",  # a backup
    "tarfile",  # the same
    "nh3",  # who writes
    "feed.text.parsers",  # the same, with the library that reads Markdown
    "feed.text.mentions",  # the same
    "idna",  # who links to another site
    "sqlparse",  # a migration
    "yaml",  # the description of the API
    "config.backup",  # the nightly run
    "config.sealing",  # the same
    "django.core.management",  # commands
)
# What libraries take because it is there, for what nobody asks of them.
UNASKED: Final = (("rest_framework.compat", ("pygments",)),)  # colours in pages about an API


def import_quietly() -> None:
    """Before all else is imported. What is imported stays: until `keep_memory_small`, the collector would look at all of it
    again and again for nothing.
    """
    gc.disable()
    os.environ.setdefault("PYTHONTZPATH", ZONES)
    leave_out_what_is_seldom()
    for name, missing in UNASKED:
        import_without(name, missing)


def leave_out_what_is_seldom() -> None:
    """Before all else is imported: it comes when somebody asks for it."""
    import_seldom(SELDOM)


def keep_memory_small() -> None:
    """Once, when all is imported and before threads begin. Where there is no glibc, its part does nothing."""
    mallopt = getattr(LIBC, "mallopt", None)
    if mallopt is not None:
        mallopt(ARENA_MAX, HEAPS)
        mallopt(TRIM_THRESHOLD, FREE_BYTES)
        mallopt(MMAP_THRESHOLD, FREE_BYTES)
        gc.callbacks.append(_give_back)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()
    if MAPS.exists():
        _let_go_of_code(MAPS.read_text())


def _give_back(phase: str, info: dict[str, int]) -> None:
    """After the collector has looked at what is old, the system gets what lies free between what is used: within a millisecond."""
    if phase == "stop" and info["generation"] == 2:
        LIBC.malloc_trim(0)


def _let_go_of_code(maps: str) -> None:
    """Pages of the files of libraries that only the start needed, half of the code of all; what is needed comes back from the file.

    `maps`: as Linux lists the memory of a process. Code is never written to, so nothing can be lost.
    """
    for first, end in CODE.findall(maps):
        LIBC.madvise(ctypes.c_void_p(int(first, 16)), ctypes.c_size_t(int(end, 16) - int(first, 16)), DONTNEED)  # fmt: skip


def with_room(function: Callable[P, R]) -> Callable[P, R]:
    """As `function`, with room for the frames of all that it calls; for what makes pages, since the room itself is asked for at each call."""

    def roomy(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=ROOMY_FRAME_WORDS)
    return wraps(function)(roomy)
