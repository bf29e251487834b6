"""Campaigns: posts of several members made from one template, found by the bands that their skeletons share.

The row says what is to be done (`TemplatePrint.is_due`); whoever looks holds one lock of the database, so that of two
posts that come at once the second sees the first.
"""

from typing import Final

from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone

from feed.models import CampaignStatus, SpamCampaign, TemplatePrint
from feed.spam.masking import bands_of, likeness, masked, print_of

LOCK: Final = 0x63616D70
# Skeletons that share so much are of one template. Articles about one event share less than a tenth.
LIKE: Final = 0.35
MIN_POSTS, MIN_AUTHORS = 3, 2
# A template that everybody uses is compared with so many of its texts only.
COMPARED: Final = 300
BATCH: Final = 200
SAMPLE_LENGTH: Final = 300


def keep_print(*, post_pk: int, author_pk: int, text: str) -> bool:
    """Store the fingerprint of a post's template, due to be compared; False for a text too short to have one."""
    hashes = print_of(text)
    if not hashes:
        TemplatePrint.objects.filter(post=post_pk).delete()
        return False
    changed = {"author_pk": author_pk, "hashes": hashes, "bands": bands_of(hashes), "is_due": True}
    TemplatePrint.objects.bulk_create(
        [TemplatePrint(post_id=post_pk, **changed)],
        update_conflicts=True, unique_fields=["post"], update_fields=list(changed),
    )  # fmt: skip
    return True


def refresh_due() -> int:
    """Look for the campaigns of prints that are due, at most BATCH; returns how many were looked at."""
    due = TemplatePrint.objects.filter(is_due=True).order_by("post")
    return sum(refresh_print(pk) for pk in due.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def refresh_print(post_pk: int) -> bool:
    """Find or found the campaign that one post belongs to; False if nothing was due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    own = TemplatePrint.objects.select_related("post").filter(pk=post_pk, is_due=True).first()
    if own is None:
        return False
    alike = [own, *_alike(own)]
    campaigns = sorted({each.campaign_id for each in alike if each.campaign_id})
    if campaigns or _is_campaign(alike):
        _gather(own, alike, campaigns)
    TemplatePrint.objects.filter(pk=post_pk).update(is_due=False)
    return True


def _alike(own: TemplatePrint) -> list[TemplatePrint]:
    sharing = TemplatePrint.objects.filter(bands__overlap=own.bands).exclude(pk=own.pk)
    rows = sharing.only("author_pk", "campaign", "hashes").order_by("-post")[:COMPARED]
    return [row for row in rows if likeness(own.hashes, row.hashes) >= LIKE]


def _is_campaign(prints: list[TemplatePrint]) -> bool:
    return len(prints) >= MIN_POSTS and len({each.author_pk for each in prints}) >= MIN_AUTHORS


def _gather(own: TemplatePrint, alike: list[TemplatePrint], campaigns: list[int]) -> None:
    """All in one campaign: the oldest of those they are in, which the others join, or a new one."""
    if campaigns:
        campaign = SpamCampaign.objects.get(pk=campaigns[0])
        _merge(campaign, campaigns[1:])
    else:
        words = " ".join(masked(f"{own.post.title}\n{own.post.body}"))
        sample = words.replace("§place", "…").replace("§figure", "#").replace("§address", "@")
        campaign = SpamCampaign.objects.create(sample=sample[:SAMPLE_LENGTH])
    found = TemplatePrint.objects.filter(pk__in=[each.pk for each in alike])
    # Who is in one stays: a row is written once, however often others like it come, and a decided campaign keeps its own.
    found.filter(campaign=None).update(campaign=campaign)
    if campaign.status == CampaignStatus.QUARANTINED and own.post.is_held:
        campaign.prints.filter(pk=own.pk).update(is_quarantined=True)
    counts = campaign.prints.aggregate(
        post_count=Count("pk"), author_count=Count("author_pk", distinct=True)
    )
    SpamCampaign.objects.filter(pk=campaign.pk).update(grown_at=timezone.now(), **counts)


def _merge(campaign: SpamCampaign, others: list[int]) -> None:
    """A campaign that moderators decided about keeps its posts to itself, so that a decision covers what it covered."""
    undecided = SpamCampaign.objects.filter(pk__in=others, status=CampaignStatus.FOUND)
    TemplatePrint.objects.filter(campaign__in=undecided).update(campaign=campaign)
    undecided.delete()
