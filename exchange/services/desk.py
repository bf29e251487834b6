"""What one import knows while it works: who wrote, where texts are filed, what was not understood."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, TypeVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts.errors import NameRefusedError
from accounts.models import TrustLevel, User
from accounts.names import clean_display_name
from exchange.models import ImportedRow, RowKind
from exchange.services.naming import FreeNames
from exchange.sources.items import Person, Remark, Section
from feed.models import Category
from feed.text.plain import one_line

# So many remarks are kept word for word; of the rest only the number.
MAX_NOTES: Final = 2_000
MAX_TRIES: Final = 10
Made = TypeVar("Made")


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
    names: FreeNames = field(default_factory=FreeNames)
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

    def remember(self, kind: RowKind, targets: Mapping[str, int]) -> None:
        """`targets`: keys here by ids there.

        Raises:
            IntegrityError: another import took one in meanwhile; the caller's transaction must end.
        """
        ImportedRow.objects.bulk_create(
            ImportedRow(source=self.source, kind=kind, external_id=each, target=target)
            for each, target in targets.items()
        )

    def member(self, person: Person) -> User:
        """The member that somebody there has become; made at the first sight. No mail goes out."""
        if person.id not in self._members:
            self._members[person.id] = _again(lambda: self._member(person))
        return self._members[person.id]

    def author(self, author_id: str) -> User:
        """Who wrote a text: as told before, else the member chosen for such texts, else a new one of this name."""
        if not author_id and self.choices.author:
            return User.objects.get(username__iexact=self.choices.author)
        return self.member(Person(author_id or "editor", author_id or "Editor"))

    def commenters(self, remarks: Iterable[Remark], *, counts: Counter[str]) -> dict[str, User]:
        """Who wrote these comments, by `author_id`; whoever is new is made, and counted in `counts`.

        Their addresses are kept as a fingerprint only: they never signed up here.

        Raises:
            IntegrityError: somebody took a name, or another import took one in, at this moment.
        """
        names = {remark.author_id: remark.author_name for remark in remarks}
        keys = {author_id: fingerprint(author_id) for author_id in names}
        known = self.known(RowKind.MEMBER, keys.values())
        new = {keys[each]: name for each, name in names.items() if keys[each] not in known}
        known |= self._new_commenters(new)
        counts["members"] += len(new)
        members = User.objects.in_bulk(known.values())
        return {author_id: members[known[key]] for author_id, key in keys.items()}

    def _new_commenters(self, names: dict[str, str]) -> dict[str, int]:
        """Their keys here, by fingerprint; `names`: as they signed."""
        people = [Person(key, name) for key, name in names.items()]
        made = User.objects.bulk_create(
            account_of(person, username, level=TrustLevel.NEW)
            for person, username in zip(people, self.names.of(people), strict=True)
        )
        pks = {person.id: member.pk for person, member in zip(people, made, strict=True)}
        self.remember(RowKind.MEMBER, pks)
        return pks

    def category(self, sections: tuple[Section, ...]) -> Category:
        name = one_line(sections[0].name if sections else self.choices.category)[:60] or "Archive"
        slug = slugify(sections[0].id if sections else name)[:60] or slugify(name)[:60] or "archive"
        if slug not in self._categories:
            self._categories[slug] = _again(lambda: self._category(slug, name))
        return self._categories[slug]

    @transaction.atomic
    def _category(self, slug: str, name: str) -> Category:
        sections = Category.objects
        found = sections.filter(slug=slug).first() or sections.filter(name=name).first()
        made = found or sections.create(slug=slug, name=name)
        self.report.counts["categories"] += found is None
        return made

    @transaction.atomic
    def _member(self, person: Person) -> User:
        found = self.known(RowKind.MEMBER, [person.id])
        if found:
            return User.objects.get(pk=found[person.id])
        proven = EmailAddress.objects.filter(email__iexact=person.email, verified=True)
        holder = proven.select_related("user").first() if person.email else None
        member: User = holder.user if holder else self._new_member(person)
        self.report.counts["members"] += holder is None
        self.remember(RowKind.MEMBER, {person.id: member.pk})
        if person.email and fingerprint(person.email) != person.id:
            ImportedRow.objects.get_or_create(
                source=self.source,
                kind=RowKind.MEMBER,
                external_id=fingerprint(person.email),
                defaults={"target": member.pk},
            )
        return member

    def _new_member(self, person: Person) -> User:
        for _try in range(MAX_TRIES):
            [username] = self.names.of([person])
            try:
                with transaction.atomic():
                    member = account_of(person, username, level=TrustLevel.MEMBER)
                    member.save()
            except IntegrityError:
                continue  # somebody took the name at this moment
            return member
        raise AssertionError(f"No name is free for {person.id}.")


def _again(make: Callable[[], Made]) -> Made:
    """Where another import makes the same at this moment, the second look finds it."""
    try:
        return make()
    except IntegrityError:
        return make()


def fingerprint(text: str) -> str:
    """One key for each address or name, from which nobody reads it."""
    return sha256(text.strip().lower().encode()).hexdigest()


def account_of(person: Person, username: str, *, level: TrustLevel) -> User:
    """An account without a password, not saved; its owner asks for a new password by mail."""
    return User(
        username=username,
        email=User.objects.normalize_email(person.email),
        password=make_password(None),
        display_name=_display_name(person.name),
        bio=person.bio[:500],
        trust_level=level,
    )


def _display_name(name: str) -> str:
    try:
        return clean_display_name(name)[:60]
    except NameRefusedError:
        return ""
