"""What the site knows that bears on a text: its contacts, who wrote the same before, campaigns in quarantine."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from accounts.models import TrustLevel
from feed.models import (
    CampaignStatus,
    ContactKey,
    ContactKind,
    ContactStanding,
    ContactUse,
    PendingEdit,
    Post,
    PostFeatures,
    PostStatus,
    TemplatePrint,
)
from feed.spam.campaigns import LIKE
from feed.spam.contacts import Contact, contacts_in, domain_key
from feed.spam.masking import bands_of, likeness, print_of
from feed.spam.submission import KnownContact
from feed.text.shingles import copied_share, min_hashes

# So many earlier posts that share a run of words are looked at.
COMPARED: Final = 50
# A shorter text says what many say.
MIN_COMPARED_HASHES: Final = 8


def known_contacts(text: str) -> tuple[KnownContact, ...]:
    """The contacts of a text but the site's own address, each with what is known of it; one query."""
    own = domain_key(urlsplit(settings.BASE_URL).hostname or "")
    contacts = [each for each in contacts_in(text) if each.value != own]
    if not contacts:
        return ()
    rows = {(row.kind, row.value): row for row in _rows(contacts)}
    return tuple(_known(each, rows.get((each.kind, each.value))) for each in contacts)


def copied_from_others(text: str, *, author_pk: int) -> float:
    """The share of a text that posts of other members said before, 0…1; 0 for a short text."""
    hashes = list(min_hashes(text))
    if len(hashes) < MIN_COMPARED_HASHES:
        return 0.0
    rows = PostFeatures.objects.filter(
        min_hashes__overlap=hashes, post__status=PostStatus.PUBLISHED
    ).exclude(post__author=author_pk)
    found = rows.values_list("min_hashes", flat=True)[:COMPARED]
    return copied_share(hashes, {one for others in found for one in others})


def is_of_quarantined_campaign(text: str) -> bool:
    """Whether a text is made from the template of a campaign in quarantine."""
    hashes = print_of(text)
    if not hashes:
        return False
    prints = TemplatePrint.objects.filter(
        bands__overlap=bands_of(hashes), campaign__status=CampaignStatus.QUARANTINED
    )
    others = prints.values_list("hashes", flat=True)[:COMPARED]
    return any(likeness(hashes, other) >= LIKE for other in others)


def _rows(contacts: Sequence[Contact]) -> list[ContactKey]:
    wanted = Q()
    for kind in ContactKind:
        wanted |= Q(kind=kind, value__in=[each.value for each in contacts if each.kind == kind])
    trusted = ContactUse.objects.filter(
        contact=OuterRef("pk"), author__trust_level__gt=TrustLevel.NEW
    )
    return list(ContactKey.objects.filter(wanted).annotate(is_vouched=Exists(trusted)))


def _known(contact: Contact, row: ContactKey | None) -> KnownContact:
    if row is None:
        return KnownContact(contact)
    return KnownContact(
        contact,
        standing=ContactStanding(row.standing),
        is_new=not (row.good_count or getattr(row, "is_vouched", False)),
        reason=row.reason,
        spam_count=row.spam_count,
        good_count=row.good_count,
    )


def has_waiting_edit(post: Post) -> bool:
    """Whether a change of this post waits for a moderator."""
    return PendingEdit.objects.waiting().filter(post=post).exists()
