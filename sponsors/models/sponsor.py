"""Who pays, and what for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sponsors.models.addresses import WEB_ADDRESS, web_address


class Sponsor(models.Model):
    """An advertiser. The site itself is one too: its creatives are the house creatives."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    website = models.URLField(_("website"), max_length=500, blank=True, validators=[web_address])
    contact_email = models.EmailField(_("contact address"), blank=True)
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
