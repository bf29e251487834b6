"""Posts made from one template, and the campaigns that they make up."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feed.models.post import Post


class CampaignStatus(models.TextChoices):
    """What moderators did about it."""

    FOUND = "found", _("found")
    QUARANTINED = "quarantined", _("in quarantine")
    CLEARED = "cleared", _("in order")


class CampaignQuerySet(models.QuerySet["SpamCampaign"]):
    def quarantined(self) -> Self:
        return self.filter(status=CampaignStatus.QUARANTINED)


class SpamCampaign(models.Model):
    """Posts of several members that differ in place names, numbers and addresses only.

    `post_count`, `author_count`: as counted when the last post joined; changed only by feed.spam.campaigns.
    `sample`: the masked words that its first post shares with the others.
    """

    status = models.CharField(
        _("status"), max_length=12, choices=CampaignStatus, default=CampaignStatus.FOUND
    )
    sample = models.CharField(_("template"), max_length=300)
    post_count = models.PositiveIntegerField(_("posts"), default=0)
    author_count = models.PositiveIntegerField(_("authors"), default=0)
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    grown_at = models.DateTimeField(_("last post"), default=timezone.now)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign of spam")
        verbose_name_plural = _("campaigns of spam")
        default_permissions = ("view", "change")
        indexes = (
            models.Index(F("grown_at").desc(), F("id").desc(), name="feed_spam_campaign_newest"),
        )

    def __str__(self) -> str:
        return self.sample[:60]


class TemplatePrint(models.Model):
    """The fingerprint of one post's template.

    `hashes`: min-hashes of the masked text, in the order of the hash functions; `bands`: hashes of their bands: two
    posts that share one may be made from one template. `is_due`: a task has still to look for its campaign.
    `is_quarantined`: the quarantine took it from its readers, so that lifting it brings exactly these back.
    """

    post = models.OneToOneField(
        Post, models.CASCADE, related_name="template_print", primary_key=True
    )
    author_pk = models.BigIntegerField()
    hashes = ArrayField(models.BigIntegerField())
    bands = ArrayField(models.BigIntegerField())
    campaign = models.ForeignKey(
        SpamCampaign, models.SET_NULL, null=True, blank=True, related_name="prints"
    )
    is_due = models.BooleanField(default=True)
    is_quarantined = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (
            GinIndex(fields=["bands"], name="feed_template_bands"),
            models.Index(F("post"), name="feed_template_due", condition=Q(is_due=True)),
        )

    def __str__(self) -> str:
        return str(self.post_id)
