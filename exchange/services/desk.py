"""What one import knows while it works: who wrote, where texts are filed, what was not understood."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts.errors import NameRefusedError
from accounts.models import TrustLevel, User
from accounts.names import clean_display_name, is_reserved
from exchange.models import ImportedRow, RowKind
from exchange.sources.items import Person, Remark, Section
from feed.models import Category
from feed.text.plain import one_line

NAME_LENGTH: Final = 30
# So many remarks are kept word for word; of the rest only the number.
MAX_NOTES: Final = 2_000
MAX_TRIES: Final = 1_000


@dataclass
class Report:
    """What came in, and what was not understood. `counts`: by what it became; `notes`: (line or 0, words)."""

    counts: Counter[str] = field(default_factory=Counter)
    notes: list[tuple[int, str]] = field(default_factory=list)
    more_notes: int = 0

    def note(self, line: int, words: str) -> None:
        if len(self.notes) < MAX_NOTES:
            self.notes.append((line, one_line(words)[:300]))
        else:
            self.more_notes += 1


@dataclass(frozen=True)
class Choices:
    """What whoever starts the import decides. "" leaves it to the file.

    `category`: name of the section for texts without one; `author`: member for texts without one.
    """

    source: str = ""
    category: str = "Archive"
    author: str = ""
    language: str = ""
    is_dry: bool = False


@dataclass
class Desk:
    """The state of one import. `source` is known once the file has said where it comes from."""

    choices: Choices
    report: Report = field(default_factory=Report)
    source: str = ""
    language: str = settings.LANGUAGE_CODE
    _members: dict[str, User] = field(default_factory=dict)
    _categories: dict[str, Category] = field(default_factory=dict)
    thumbnails: dict[str, tuple[str, str]] = field(default_factory=dict)
    waiting_for_picture: dict[str, list[int]] = field(default_factory=dict)

    def begin(self, source: str, language: str) -> None:
        self.source = (self.choices.source or source or "unnamed")[:200]
        codes = dict(settings.LANGUAGES)
        told = (self.choices.language or language).replace("_", "-").lower().partition("-")[0]
        self.language = told if told in codes else settings.LANGUAGE_CODE

    def known(self, kind: RowKind, ids: Iterable[str]) -> dict[str, int]:
        """The keys here of what was taken in before, by its ids there."""
        rows = ImportedRow.objects.filter(source=self.source, kind=kind, external_id__in=list(ids))
        return dict(rows.values_list("external_id", "target"))

    def remember(self, kind: RowKind, external_id: str, target: int) -> None:
        """Raises IntegrityError: another import took it in meanwhile; the caller's transaction must end."""
        ImportedRow.objects.create(
            source=self.source, kind=kind, external_id=external_id, target=target
        )

    def member(self, person: Person) -> User:
        """The member that somebody there has become; made at the first sight. No mail goes out."""
        if person.id not in self._members:
            self._members[person.id] = self._member(person, TrustLevel.MEMBER)
        return self._members[person.id]

    def author(self, author_id: str) -> User:
        """Who wrote a text: as told before, else the member chosen for such texts, else a new one of this name."""
        if not author_id and self.choices.author:
            return User.objects.get(username__iexact=self.choices.author)
        return self.member(Person(author_id or "editor", author_id or "Editor"))

    def commenter(self, remark: Remark) -> User:
        """Who wrote a comment. Their addresses are kept as a fingerprint only: they never signed up here."""
        key = fingerprint(remark.author_id)
        found = self.known(RowKind.MEMBER, [key])
        if found:
            return User.objects.get(pk=found[key])
        return self._member(Person(key, remark.author_name), TrustLevel.NEW)

    def category(self, sections: tuple[Section, ...]) -> Category:
        name = one_line(sections[0].name if sections else self.choices.category)[:60] or "Archive"
        slug = slugify(sections[0].id if sections else name)[:60] or slugify(name)[:60] or "archive"
        if slug not in self._categories:
            found = (
                Category.objects.filter(slug=slug).first()
                or Category.objects.filter(name=name).first()
            )
            self._categories[slug] = found or Category.objects.create(slug=slug, name=name)
            self.report.counts["categories"] += found is None
        return self._categories[slug]

    @transaction.atomic
    def _member(self, person: Person, level: TrustLevel) -> User:
        found = self.known(RowKind.MEMBER, [person.id])
        if found:
            return User.objects.get(pk=found[person.id])
        proven = EmailAddress.objects.filter(email__iexact=person.email, verified=True)
        holder = proven.select_related("user").first() if person.email else None
        member: User = holder.user if holder else new_member(person, level=level)
        self.report.counts["members"] += holder is None
        self.remember(RowKind.MEMBER, person.id, member.pk)
        if person.email and fingerprint(person.email) != person.id:
            ImportedRow.objects.get_or_create(
                source=self.source,
                kind=RowKind.MEMBER,
                external_id=fingerprint(person.email),
                defaults={"target": member.pk},
            )
        return member


def fingerprint(text: str) -> str:
    """One key for each address or name, from which nobody reads it."""
    return sha256(text.strip().lower().encode()).hexdigest()


def new_member(person: Person, *, level: TrustLevel) -> User:
    """An account without a password, under the name there or one like it; its owner asks for a new password by mail."""
    base = re.sub(r"[^a-z0-9]+", "-", slugify(person.id if len(person.id) < 40 else person.name))
    base = base.strip("-")[: NAME_LENGTH - 4] or "member"
    base = base if len(base) > 1 and not is_reserved(base) else f"{base}-1"
    for number in range(1, MAX_TRIES):
        username = base if number == 1 else f"{base}-{number}"
        if User.objects.filter(username__iexact=username).exists():
            continue
        try:
            with transaction.atomic():
                return User.objects.create_user(
                    username,
                    email=person.email,
                    display_name=_display_name(person.name),
                    bio=person.bio[:500],
                    trust_level=level,
                )
        except IntegrityError:
            continue  # somebody took the name at this moment
    raise AssertionError(f"{MAX_TRIES} members are called {base}.")


def _display_name(name: str) -> str:
    try:
        return clean_display_name(name)[:60]
    except NameRefusedError:
        return ""
