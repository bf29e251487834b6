"""What readers are shown."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.files import ImageField
from sponsors.models.addresses import WEB_ADDRESS, web_address
from sponsors.models.flight import Flight
from sponsors.models.sponsor import Sponsor


class Review(models.TextChoices):
    """How far a creative is on its way to the readers; only approved ones are shown."""

    DRAFT = "draft", _("draft")
    WAITING = "waiting", _("waiting for approval")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


class CreativeQuerySet(models.QuerySet["Creative"]):
    def approved(self) -> Self:
        return self.filter(is_live=True, review=Review.APPROVED)

    def running(self, *, now: datetime) -> Self:
        """Live and approved creatives of flights that run at `now`."""
        return self.approved().filter(flight__in=Flight.objects.running(now=now))

    def of_sponsor(self, sponsor: Sponsor) -> Self:
        return self.filter(flight__campaign__sponsor=sponsor)

    def with_sponsor(self) -> Self:
        return self.select_related("flight__campaign__sponsor")

    def with_totals(self) -> Self:
        """Annotate `impressions`, `viewables` and `clicks`, over all slots and days."""
        return self.annotate(
            impressions=models.functions.Coalesce(models.Sum("totals__impression_count"), 0),
            viewables=models.functions.Coalesce(models.Sum("totals__viewable_count"), 0),
            clicks=models.functions.Coalesce(models.Sum("totals__click_count"), 0),
        )


class Creative(models.Model):
    """Headline, text and picture that lead to the sponsor's page.

    `image` is re-encoded by sponsors.images; a creative may do without.
    `is_house`: our own filler, shown only where nothing that was sold fits.
    `review`, `review_reason`, `reviewed_at`, `reviewed_by`: changed only by sponsors.services.review.
    `problems`: what the last check found, as codes of sponsors.checks with their figures; `check_due`: a check is to be made;
    both changed only by sponsors.services.checking. `landing_failures`: how often in a row the landing page did not answer.
    """

    flight = models.ForeignKey(
        Flight, models.PROTECT, related_name="creatives", verbose_name=_("flight")
    )
    headline = models.CharField(_("headline"), max_length=60)
    text = models.CharField(_("text"), max_length=160, blank=True)
    image = ImageField(
        _("picture"),
        upload_to="sponsors/",
        width_field="image_width",
        height_field="image_height",
        blank=True,
        help_text=_(
            "JPEG, PNG, WebP or the first frame of a GIF, at most 2 MB; twice as wide as high fits best."
        ),
    )
    image_width = models.PositiveIntegerField(editable=False, null=True)
    image_height = models.PositiveIntegerField(editable=False, null=True)
    image_alt = models.CharField(
        _("description for those who cannot see the picture"),
        max_length=160,
        blank=True,
        help_text=_("Leave empty if the picture only decorates."),
    )
    landing_url = models.URLField(
        _("landing page"),
        max_length=1000,
        validators=[web_address],
        help_text=_("Where a click leads."),
    )
    is_live = models.BooleanField(_("live"), default=True)
    is_house = models.BooleanField(
        _("house creative"),
        default=False,
        help_text=_("Fills what is not sold; never counts against a sale."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    review = models.CharField(
        _("review"), max_length=10, choices=Review, default=Review.DRAFT, editable=False
    )
    review_reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    problems = models.JSONField(_("problems"), default=list, editable=False)
    checked_at = models.DateTimeField(_("checked"), null=True, editable=False)
    check_due = models.BooleanField(default=True, editable=False)
    landing_failures = models.PositiveSmallIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CreativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("creative")
        verbose_name_plural = _("creatives")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(landing_url__iregex=WEB_ADDRESS),
                name="sponsors_creative_landing_http",
                violation_error_message=_("Enter an address that begins with https:// or http://."),
            ),
        )
        indexes = (
            models.Index(
                fields=("id",),
                name="sponsors_creative_check_due",
                condition=models.Q(check_due=True),
            ),
        )

    def __str__(self) -> str:
        return self.headline

    @property
    def sponsor(self) -> Sponsor:
        return self.flight.campaign.sponsor
