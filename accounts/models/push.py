"""Browsers to which news is pushed, and the key by which they know us."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PushSubscription(models.Model):
    """One browser that a member allowed to show notifications. Whoever signs in there next takes it over.

    `endpoint`: where its push service takes messages; `p256dh`, `auth`: how they are encrypted for it alone (RFC 8291),
    base64url.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_subscriptions"
    )
    endpoint = models.CharField(_("address"), max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("push subscription")
        verbose_name_plural = _("push subscriptions")

    def __str__(self) -> str:
        return self.user_agent


class PushKey(models.Model):
    """The site's private key (VAPID, RFC 8292), made once where the environment gives none; one row."""

    private_pem = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="accounts_push_key_one"),)

    def __str__(self) -> str:
        return "VAPID"
