"""Where uploads lie: a file is there whole, or not at all. A leaf: imports nothing of ours."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage


class WholeFiles(FileSystemStorage):
    """Django's own leaves the beginning of a file behind where the disk is full."""

    def _save(self, name: str, content: "File[Any]") -> str:
        """The name was free a moment ago, and names are drawn by lot: what lies there now is the piece."""
        try:
            return str(super()._save(name, content))  # type: ignore[misc]  # Django's hook, not in its stubs
        except FileExistsError:
            raise
        except OSError:
            Path(self.path(name)).unlink(missing_ok=True)
            raise


def every_file(storage: Storage, folder: str = "") -> Iterator[str]:
    """The name of every file, folder by folder; none where nothing was ever stored."""
    try:
        folders, names = storage.listdir(folder or ".")
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in sorted(names))
    for inner in sorted(folders):
        yield from every_file(storage, f"{prefix}{inner}")
