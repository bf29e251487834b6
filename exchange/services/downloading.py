"""A file, or what an address leads to, as a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from feed.fetching.fetcher import Fetch, Want
from feed.fetching.outgoing import site_fetch

# What is larger is better downloaded by a program that can go on after an interruption.
EXPORT: Final = Want(
    types=(
        "application/rss+xml", "application/atom+xml", "application/xml", "text/xml", "application/feed+json",
        "application/json", "application/zip", "application/octet-stream", "text/plain",
    ),
    max_bytes=50_000_000,
    seconds=120.0,
)  # fmt: skip


@contextmanager
def downloaded(source: str, *, fetch: Fetch | None = None) -> Iterator[Path]:
    """The path of a file; one from elsewhere is removed at the end.

    Raises:
        FetchError: the address leads into a private network, to nothing, or to more than EXPORT.max_bytes.
    """
    if not source.startswith(("http://", "https://")):
        yield Path(source)
        return
    answer = (fetch or site_fetch())(source, want=EXPORT)
    with NamedTemporaryFile(prefix="import-") as file:
        file.write(answer.body)
        file.flush()
        yield Path(file.name)
