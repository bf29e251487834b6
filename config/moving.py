"""A site's files from one storage into another: restartable, and nothing counts as moved before it was read back and compared."""

import hashlib
from dataclasses import dataclass

from django.core.files.storage import Storage

from config.storage import every_file


class DiffersError(Exception):
    """A file that was written is not what was read; the message names it."""


@dataclass
class Moved:
    """How many files were written, and how many were there already, byte for byte."""

    written: int = 0
    found: int = 0


def move(source: Storage, target: Storage, *, removes: bool) -> Moved:
    """Put every file of `source` into `target` under its own name; with `removes` each goes from the source once it is there.

    One that is deleted meanwhile is left out. What lies in the target under another name stays.

    Raises:
        DiffersError: what was read back is not what was written; the source still has it.
        OSError: a disk is full, or the store is away; the next run goes on.
    """
    moved = Moved()
    for name in every_file(source):
        digest = _digest(source, name)
        if digest is None:
            continue
        if _digest(target, name) == digest:
            moved.found += 1
        else:
            _write(source, target, name, digest)
            moved.written += 1
        if removes:
            source.delete(name)
    return moved


def _write(source: Storage, target: Storage, name: str, digest: str) -> None:
    target.delete(name)
    with source.open(name, "rb") as content:
        stored = target.save(name, content)
    if stored != name or _digest(target, name) != digest:
        raise DiffersError(f"{name} was read back otherwise than it was written.")


def _digest(storage: Storage, name: str) -> str | None:
    """None where there is no such file."""
    try:
        with storage.open(name, "rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except FileNotFoundError:
        return None
