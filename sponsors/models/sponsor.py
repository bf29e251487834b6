"""Who pays, and what for."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sponsors.models.addresses import WEB_ADDRESS, web_address


class Sponsor(models.Model):
    """An advertiser. The site itself is one too: its creatives are the house creatives.

    `industry`: sponsors of the same one never stand on one page together; "" competes with nobody.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    website = models.URLField(_("website"), max_length=500, blank=True, validators=[web_address])
    contact_email = models.EmailField(_("contact address"), blank=True)
    industry = models.SlugField(
        _("industry"),
        max_length=40,
        blank=True,
        help_text=_("Sponsors of the same industry never stand on one page together."),
    )
    billing_address = models.TextField(_("billing address"), max_length=400, blank=True)
    tax_number = models.CharField(_("tax number"), max_length=40, blank=True)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Nothing of a sponsor who is not active is shown.")
    )

    class Meta:
        verbose_name = _("sponsor")
        verbose_name_plural = _("sponsors")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(website="") | models.Q(website__iregex=WEB_ADDRESS),
                name="sponsors_sponsor_website_http",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A member who acts for a sponsor: sees its bookings and reports, and hands in creatives."""

    sponsor = models.ForeignKey(
        Sponsor, models.CASCADE, related_name="seats", verbose_name=_("sponsor")
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="sponsor_seats",
        verbose_name=_("member"),
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = (
            models.UniqueConstraint(fields=("sponsor", "member"), name="sponsors_seat_once"),
        )

    def __str__(self) -> str:
        return f"{self.sponsor_id}/{self.member_id}"


class HiddenSponsor(models.Model):
    """A member wants to see nothing of this sponsor."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="hidden_sponsors"
    )
    sponsor = models.ForeignKey(Sponsor, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("hidden sponsor")
        verbose_name_plural = _("hidden sponsors")
        constraints = (
            models.UniqueConstraint(fields=("member", "sponsor"), name="sponsors_hidden_once"),
        )

    def __str__(self) -> str:
        return f"{self.member_id}/{self.sponsor_id}"


class Campaign(models.Model):
    """One goal of one sponsor; groups flights."""

    sponsor = models.ForeignKey(
        Sponsor, models.PROTECT, related_name="campaigns", verbose_name=_("sponsor")
    )
    name = models.CharField(_("name"), max_length=100)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("sponsor", "name"), name="sponsors_campaign_name"),
        )

    def __str__(self) -> str:
        return self.name
