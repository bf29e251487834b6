"""Under which account PostgreSQL runs: it refuses root, so root lends it an existing account without rights."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from config.engines.errors import EngineError

NAMES = ("postgres", "_postgres", "nobody")


class Identity(TypedDict, total=False):
    """The part of subprocess's arguments that says who runs the program."""

    user: int
    group: int
    extra_groups: Sequence[int]


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int

    @property
    def identity(self) -> Identity:
        return {"user": self.uid, "group": self.gid, "extra_groups": ()}

    def can_enter(self, directory: Path) -> bool:
        """Whether the account reaches `directory`; asked by trying, so that mount options and ACLs count."""
        return self.can_run(["test", "-x", str(directory)])

    def can_run(self, command: Sequence[str]) -> bool:
        try:
            done = subprocess.run(
                command, capture_output=True, cwd="/", check=False, **self.identity
            )
        except PermissionError as error:
            # either the program cannot be reached or we may not change the account at all
            if error.filename is not None:
                return False
            raise EngineError(
                f"root may not become {self.name} here, and PostgreSQL refuses root."
            ) from error
        except OSError:
            return False
        return done.returncode == 0


def server_account() -> Account | None:
    """The account to lend, or None where we are not root and the server simply runs as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in NAMES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise EngineError(
        "PostgreSQL refuses root, and there is no account `nobody` to run it: start as another user."
    )
