"""What a member reads about, as one vector."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField

from feed.models.vectors import VECTOR_SIZE, Encoder


class MemberInterests(models.Model):
    """The decayed mean of what a member read, bookmarked and reacted to; no row until there is something.

    `is_on`: the member lets us learn; switching it off empties the row. `forgotten_at`: what happened before it
    does not count; set by "forget what I like". `dense`: None until the member has shown interest.
    `candidates`: posts near `dense`, nearest first; `is_due`: the member acted after `computed_at`.
    Changed only by feed.services.interests and feed.read_more.interests.
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
