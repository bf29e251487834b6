"""Taking one's data along."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import IO, Any, Final

from allauth.account.models import EmailAddress
from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.belongings import REGISTRY, Entry, Media, Rows
from accounts.models import (
    Block,
    DataExport,
    Follow,
    Notification,
    NotificationChoice,
    SignIn,
    User,
)

KEPT_FOR: Final = timedelta(days=7)
# Making one takes seconds; who does not come back from it in time has failed.
LEASE: Final = timedelta(minutes=10)
PROFILE: Final = (
    "username", "email", "display_name", "bio", "language", "time_zone", "theme", "text_size",
    "shows_reactions", "mail_pace", "date_joined", "last_login",
)  # fmt: skip


@transaction.atomic
def request_export(member: User) -> DataExport:
    """Ask for an archive; while one is being made or kept, that one. A sweeper makes it."""
    export, _is_new = DataExport.objects.get_or_create(member=member)
    return export


def forget_export(export: DataExport) -> None:
    """Remove the file, then the row: a file without a row would stay for ever."""
    if export.file:
        export.file.delete(save=False)
    export.delete()


def make_due(*, now: datetime | None = None) -> int:
    """Make the archives that are due; returns how many."""
    now = now or timezone.now()
    due = DataExport.objects.filter(made_at=None).filter(
        Q(claimed_until=None) | Q(claimed_until__lte=now)
    )
    return sum(_make(export, now=now) for export in due.select_related("member"))


def forget_expired(*, now: datetime | None = None) -> int:
    """Remove the archives whose time is over; returns how many."""
    expired = list(DataExport.objects.filter(expires_at__lte=now or timezone.now()))
    for export in expired:
        forget_export(export)
    return len(expired)


def _make(export: DataExport, *, now: datetime) -> bool:
    """Claim once: the update is the check."""
    mine = DataExport.objects.filter(pk=export.pk, made_at=None, claimed_until=export.claimed_until)
    if not mine.update(claimed_until=now + LEASE):
        return False
    with TemporaryFile() as archive:
        write_archive(export.member, archive)
        export.size = archive.tell()
        archive.seek(0)
        export.file.save("", File(archive), save=False)
    export.made_at, export.expires_at = now, now + KEPT_FOR
    export.save(update_fields=["file", "size", "made_at", "expires_at"])
    return True


def write_archive(member: User, target: IO[bytes]) -> None:
    """A zip file: JSON by app and kind, pictures under media/."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "account", own_belongings(member))
        for belongings in REGISTRY.values():
            _add(archive, belongings.name, belongings.export(member))


def _add(archive: zipfile.ZipFile, folder: str, entries: Iterator[Entry]) -> None:
    for entry in entries:
        if isinstance(entry, Rows):
            words = json.dumps(
                list(entry.rows), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1
            )
            archive.writestr(f"{folder}/{entry.name}.json", words)
        else:
            _add_media(archive, entry)


def _add_media(archive: zipfile.ZipFile, media: Media) -> None:
    """A file that is gone from the storage is left out: the rest is still the member's."""
    name = f"media/{PurePosixPath(str(media.file.name))}"
    if media.file.storage.exists(str(media.file.name)) and name not in archive.namelist():
        with media.file.open("rb") as source:
            archive.writestr(name, source.read())


def own_belongings(member: User) -> Iterator[Entry]:
    """What accounts hold of a member; no secrets (passwords, keys), which are of no use elsewhere."""
    profile: Mapping[str, object] = User.objects.filter(pk=member.pk).values(*PROFILE).get()
    yield Rows("profile", iter([profile]))
    yield Rows(
        "addresses", _rows(EmailAddress.objects.filter(user=member), "email", "verified", "primary")
    )
    yield Rows("blocks", _rows(Block.objects.by(member), "blocked__username", "created_at"))
    yield Rows(
        "follows", _rows(Follow.objects.filter(follower=member), "followed__username", "created_at")
    )
    yield Rows(
        "notifications",
        _rows(
            Notification.objects.filter(recipient=member),
            "kind",
            "title",
            "url",
            "changed_at",
            "read_at",
        ),
    )
    yield Rows("sign_ins", _rows(SignIn.objects.filter(member=member), "outcome", "browser", "at"))
    yield Rows(
        "notification_choices",
        _rows(NotificationChoice.objects.filter(member=member), "kind", "channel", "is_on"),
    )
    if member.avatar:
        yield Media(member.avatar)


def _rows(rows: QuerySet[Any], *fields: str) -> Iterator[Mapping[str, object]]:
    return iter(rows.order_by("pk").values(*fields))
