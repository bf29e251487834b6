"""What readers are shown."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sponsors.models.addresses import WEB_ADDRESS, web_address
from sponsors.models.flight import Flight
from sponsors.models.sponsor import Sponsor


class CreativeQuerySet(models.QuerySet["Creative"]):
    def running(self, *, now: datetime) -> Self:
        """Live creatives of flights that run at `now` and still owe impressions."""
        return self.filter(
            is_live=True, flight__in=Flight.objects.running(now=now).with_delivered().owed()
        )

    def with_sponsor(self) -> Self:
        return self.select_related("flight__campaign__sponsor")

    def with_totals(self) -> Self:
        """Annotate `impressions` and `clicks`, over all slots and days."""
        return self.annotate(
            impressions=models.functions.Coalesce(models.Sum("totals__impression_count"), 0),
            clicks=models.functions.Coalesce(models.Sum("totals__click_count"), 0),
        )


class Creative(models.Model):
    """Headline, text and picture that lead to the sponsor's page.

    `image` is re-encoded by sponsors.images; a creative may do without.
    `is_house`: our own filler, shown only where nothing that was sold fits.
    """

    flight = models.ForeignKey(
        Flight, models.PROTECT, related_name="creatives", verbose_name=_("flight")
    )
    headline = models.CharField(_("headline"), max_length=60)
    text = models.CharField(_("text"), max_length=160, blank=True)
    image = models.ImageField(
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

    def __str__(self) -> str:
        return self.headline

    @property
    def sponsor(self) -> Sponsor:
        return self.flight.campaign.sponsor
