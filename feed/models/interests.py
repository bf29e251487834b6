"""Whether For you may learn of a member, and since when."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField

from feed.models.vectors import VECTOR_SIZE, Encoder


class MemberInterests(models.Model):
    """What a member said of being learned from; no row until then.

    `is_on`: the member lets us learn. `forgotten_at`: what happened before it does not count; set by "forget what I like".
    The interests themselves are reckoned from what the member did (feed.read_more.interests): `encoder`, `dense`, `candidates`,
    `computed_at` and `is_due` are of no use any more. Changed only by feed.services.interests.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="interests"
    )
    is_on = models.BooleanField(_("learn from what I read"), default=True)
    encoder = models.ForeignKey(Encoder, models.SET_NULL, null=True, related_name="+")
    dense = HalfVectorField(dimensions=VECTOR_SIZE, null=True)
    candidates = ArrayField(models.BigIntegerField(), default=list)
    computed_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    is_due = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("interests of a member")
        verbose_name_plural = _("interests of members")
        indexes = (models.Index(F("member"), name="feed_interests_due", condition=Q(is_due=True)),)

    def __str__(self) -> str:
        return str(self.member_id)
