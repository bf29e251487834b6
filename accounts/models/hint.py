"""From where a member signed in, so that moderators see who comes from the same place."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInHint(models.Model):
    """One place and browser from which a member signed in; neither can be read back.

    `address_hash`, `device_hash`: keyed hashes, of the truncated address (/24, IPv6 /48) and of the browser's name.
    Equal hashes mean the same place or browser. Deleted by accounts.services.hints 30 days after `seen_at`.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_in_hints"
    )
    address_hash = models.CharField(max_length=32)
    device_hash = models.CharField(max_length=32)
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("hint of a sign-in")
        verbose_name_plural = _("hints of sign-ins")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                "member", "address_hash", "device_hash", name="accounts_hint_once"
            ),
        )
        indexes = (
            models.Index("address_hash", name="accounts_hint_address"),
            models.Index("seen_at", name="accounts_hint_age"),
        )

    def __str__(self) -> str:
        return self.address_hash
