"""Encrypted backups, in the format of age (https://age-encryption.org/v1), which its own tools read too.

The site knows the public key alone, so that who takes over the machine cannot read what was backed up before. The private
key lies elsewhere, and is brought to restore.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import pyrage

from config.backup import BackupError, digest_of, read_manifest, write_manifest

SUFFIX: Final = ".age"


def seal(folder: Path, *, key: str) -> None:
    """Encrypt the files of a finished backup for `key` (age1…), and remove the plain ones. Nothing is held in memory.

    Raises:
        BackupError: this is no public key.
    """
    try:
        recipient = pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError as error:
        raise BackupError("BROADSHEET_BACKUP_KEY is no public key of age: age1…") from error
    manifest = read_manifest(folder)
    for name in manifest.files:
        with (folder / name).open("rb") as plain, (folder / f"{name}{SUFFIX}").open("wb") as closed:
            pyrage.encrypt_io(plain, closed, [recipient])
    sealed = {f"{name}{SUFFIX}": digest_of(folder / f"{name}{SUFFIX}") for name in manifest.files}
    write_manifest(folder, replace(manifest, sealed=sealed))
    for name in manifest.files:
        (folder / name).unlink()


@contextmanager
def opened(folder: Path, *, key_file: Path | None) -> Iterator[Path]:
    """The backup in plain: `folder` itself without a key, otherwise a copy beside it that is removed afterwards.

    Raises:
        BackupError: damaged, or the key does not fit.
    """
    if key_file is None:
        yield folder
        return
    manifest = read_manifest(folder)
    identity = _read_key(key_file)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="opened-") as made:
        plain = Path(made)
        for name in manifest.files:
            _open(folder / f"{name}{SUFFIX}", plain / name, identity)
        write_manifest(plain, replace(manifest, sealed={}))
        yield plain


def _open(closed: Path, plain: Path, identity: "pyrage.x25519.Identity") -> None:
    try:
        with closed.open("rb") as source, plain.open("wb") as target:
            pyrage.decrypt_io(source, target, [identity])
    except (pyrage.DecryptError, OSError) as error:
        raise BackupError(f"{closed.name} cannot be opened with this key: {error}") from error


def _read_key(file: Path) -> "pyrage.x25519.Identity":
    """The first key in a file as `age-keygen` writes it; lines that begin with # are remarks."""
    lines = [line.strip() for line in file.read_text().splitlines()]
    try:
        return pyrage.x25519.Identity.from_str(next(line for line in lines if line and line[0] != "#"))  # fmt: skip
    except (pyrage.IdentityError, StopIteration) as error:
        raise BackupError(f"{file} holds no key of age: AGE-SECRET-KEY-1…") from error
