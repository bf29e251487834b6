"""Whether For you may learn of a member, and since when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MemberInterests(models.Model):
    """What a member said of being learned from; no row until then.

    `is_on`: the member lets us learn. `forgotten_at`: what happened before it does not count; set by "forget what I like".
    The interests themselves are reckoned from what the member did (feed.read_more.interests). Changed only by
    feed.services.interests.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="interests"
    )
    is_on = models.BooleanField(_("learn from what I read"), default=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("interests of a member")
        verbose_name_plural = _("interests of members")

    def __str__(self) -> str:
        return str(self.member_id)
