"""Who reads whom."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User


class Follow(models.Model):
    """One member wants to see what another publishes; nobody follows oneself, or anybody twice."""

    follower = models.ForeignKey(
        User, models.CASCADE, related_name="follows", verbose_name=_("follower")
    )
    followed = models.ForeignKey(
        User, models.CASCADE, related_name="followers", verbose_name=_("followed member")
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        constraints = (
            models.UniqueConstraint("follower", "followed", name="accounts_follow_once"),
            models.CheckConstraint(
                condition=~Q(follower=F("followed")), name="accounts_follow_not_oneself"
            ),
        )
        indexes = (models.Index(F("followed"), F("id").desc(), name="accounts_followers"),)

    def __str__(self) -> str:
        return f"{self.follower_id} → {self.followed_id}"
