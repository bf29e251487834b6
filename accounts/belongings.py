"""What the apps hold of a member, registered by them in their `AppConfig.ready()`: to be taken along, or erased.

Accounts know nothing of posts. Each app says how its part is exported and erased; every other row that points to a
member with CASCADE is deleted with him, unless an app keeps it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models.fields.files import FieldFile

from accounts.errors import BelongingsTakenError
from accounts.models import Manner, User


@dataclass(frozen=True)
class Rows:
    """A file of the archive: `name` without ending, `rows` of what JSON can hold."""

    name: str
    rows: Iterator[Mapping[str, object]]


@dataclass(frozen=True)
class Media:
    """A picture of the archive, kept under its own name."""

    file: FieldFile


Entry = Rows | Media


@dataclass(frozen=True)
class Belongings:
    """One app's part.

    `name`: the folder in the archive. `export`: everything, in any order. `erase`: safe to run twice; takes care of counts
    and files, in transactions of its own. `kept`: labels (`app.model`) of rows that stay with the nameless account.
    """

    name: str
    export: Callable[[User], Iterator[Entry]]
    erase: Callable[[User, Manner], None]
    kept: Mapping[Manner, frozenset[str]]


REGISTRY: Final[dict[str, Belongings]] = {}


def register(belongings: Belongings) -> None:
    """Make a part known.

    Raises:
        BelongingsTakenError: the name is taken.
    """
    if belongings.name in REGISTRY:
        raise BelongingsTakenError(belongings.name)
    REGISTRY[belongings.name] = belongings


def kept_labels(manner: Manner) -> frozenset[str]:
    """Every model whose rows stay."""
    return frozenset().union(*(each.kept[manner] for each in REGISTRY.values()))
