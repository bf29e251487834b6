"""Names for accounts of people who come from elsewhere: as they were called there, or one like it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models.functions import Lower
from django.utils.text import slugify

from accounts.models import User
from accounts.names import is_reserved
from exchange.sources.items import Person

NAME_LENGTH: Final = 30
# Leaves room for a number.
BASE_LENGTH: Final = 26
# Whoever is known by nothing else is called by the name.
FINGERPRINT_LENGTH: Final = 40


@dataclass
class FreeNames:
    """Names that nobody has; whoever takes one must be ready to be refused, since others sign up meanwhile.

    `_numbers`: how often a name was asked for, so that the thousandth John is not looked for 999 times; `_given`: no two
    people of one import get the same.
    """

    _numbers: Counter[str] = field(default_factory=Counter)
    _given: set[str] = field(default_factory=set)

    def of(self, people: Sequence[Person]) -> list[str]:
        """One for each person, in their order. One query, as long as nobody here has any of them."""
        bases = [_base(person) for person in people]
        names = [self._next(base) for base in bases]
        while taken := _taken(names):
            names = [
                self._next(base) if name in taken else name
                for base, name in zip(bases, names, strict=True)
            ]
        return names

    def _next(self, base: str) -> str:
        while True:
            self._numbers[base] += 1
            number = self._numbers[base]
            ending = f"-{number}" if number > 1 else ""
            name = base[: NAME_LENGTH - len(ending)] + ending
            if name not in self._given:
                self._given.add(name)
                return name


def _taken(names: Iterable[str]) -> set[str]:
    found = User.objects.annotate(key=Lower("username")).filter(key__in=list(names))
    return set(found.values_list("key", flat=True))


def _base(person: Person) -> str:
    told = person.id if len(person.id) < FINGERPRINT_LENGTH else person.name
    base = re.sub(r"[^a-z0-9]+", "-", slugify(told)).strip("-")[:BASE_LENGTH] or "member"
    return base if len(base) > 1 and not is_reserved(base) else f"{base}-1"
