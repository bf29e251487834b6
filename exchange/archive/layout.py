"""Where things lie in an archive: a ZIP file of `manifest.json`, `rows/<kind>.jsonl` and `media/…`."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from exchange.errors import ExchangeError, UnreadableError

FORMAT: Final = "broadsheet"
# Goes up when a reader of the former version would misunderstand the archive.
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
MEDIA: Final = "media/"
MAX_MANIFEST_BYTES: Final = 1_000_000
# Rows pack to a twentieth, pictures hardly at all; a bomb to a thousandth.
MAX_RATIO: Final = 100
SMALL_BYTES: Final = 10_000_000
MAX_FILES: Final = 5_000_000


@dataclass(frozen=True)
class Manifest:
    """What an archive is. `id`: of this archive alone; `site`: address of the site; `counts`: rows by kind."""

    id: str
    site: str
    made_at: str
    counts: dict[str, int]
    format: str = FORMAT
    version: int = VERSION

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1)


def rows_name(kind: str) -> str:
    return f"rows/{kind}.jsonl"


def media_name(entry: str) -> str | None:
    """The file's name in the storage, "" for what is no medium; None where it would lie outside of it."""
    if not entry.startswith(MEDIA) or entry.endswith("/"):
        return ""
    path = PurePosixPath(entry.removeprefix(MEDIA))
    is_safe = not path.is_absolute() and ".." not in path.parts and "\\" not in entry
    return str(path) if is_safe and path.parts else None


def open_archive(path: str) -> ZipFile:
    """Raises UnreadableError: it is no ZIP file, not all of one, or would unpack to more than any site's archive does."""
    try:
        return not_too_large(ZipFile(path), packed_bytes=Path(path).stat().st_size)
    except (BadZipFile, EOFError, ValueError) as error:
        raise UnreadableError(
            f"The archive is damaged or was not copied to its end ({error})."
        ) from error


def not_too_large(archive: ZipFile, *, packed_bytes: int, most_files: int = MAX_FILES) -> ZipFile:
    """The archive; nothing in it is unpacked to learn this, and of no file more is read than it says of itself.

    Raises:
        UnreadableError: it holds too many files, or too much for its size, as only what was made to do harm does.
    """
    entries = archive.infolist()
    unpacked_bytes = sum(entry.file_size for entry in entries)
    if len(entries) > most_files:
        raise UnreadableError(f"The archive holds more than {most_files:,} files.")
    if unpacked_bytes > SMALL_BYTES + MAX_RATIO * packed_bytes:
        raise UnreadableError(f"The archive would unpack to {unpacked_bytes // 1_000_000:,} MB, more than {MAX_RATIO} times its size.")  # fmt: skip
    return archive


def read_manifest(archive: ZipFile) -> Manifest:
    """What the archive says of itself, once all names in it are known to be harmless.

    Raises:
        UnreadableError: it is none of ours, or names files outside of the media.
        ExchangeError: a newer version of Broadsheet made it.
    """
    told = _told(archive)
    if told.get("format") != FORMAT or not isinstance(told.get("version"), int):
        raise UnreadableError("This ZIP file is no archive of Broadsheet.")
    if told["version"] > VERSION:
        raise ExchangeError(
            f"A newer Broadsheet made this archive (format {told['version']}; this one reads up to {VERSION}). "
            "Update this site, then import again."
        )
    unsafe = [entry for entry in archive.namelist() if media_name(entry) is None]
    if unsafe:
        raise UnreadableError(f"The archive names a file outside of the media: {unsafe[0]!r}.")
    try:
        return Manifest(**told)
    except TypeError as error:
        raise UnreadableError(f"The archive's {MANIFEST} is damaged ({error}).") from error


def _told(archive: ZipFile) -> dict[str, Any]:
    try:
        with archive.open(MANIFEST) as file:
            told = json.loads(file.read(MAX_MANIFEST_BYTES))
    except (KeyError, ValueError, BadZipFile) as error:
        raise UnreadableError("This ZIP file is no archive of Broadsheet.") from error
    return told if isinstance(told, dict) else {}
