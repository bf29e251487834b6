"""How members read the feeds, and what they have met there."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from feed.models.post import Post


class ReaderState(models.Model):
    """How one member reads the feeds; no row until it is needed.

    `tab`: code of the tab that the front page opens, "" for the first one; `languages`: codes of what the member reads, [] for all;
    `keeps_history`: whether `Reading` rows are written. A visit ends after a pause (feed.services.visiting):
    `seen_at`: last look at a feed; `visit_started_at`: since when this visit lasts; `last_visit_at`: end of the one before, None in the first.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="reader_state"
    )
    tab = models.CharField(max_length=20, blank=True)
    languages = ArrayField(
        models.CharField(max_length=5), default=list, blank=True, verbose_name=_("languages")
    )
    keeps_history = models.BooleanField(_("remember what I read"), default=True)
    seen_at = models.DateTimeField(null=True)
    visit_started_at = models.DateTimeField(null=True)
    last_visit_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.member_id)


class Reading(models.Model):
    """What one member has met of one post; at most one write a visit.

    `shown_count`: visits in which For you showed it; `shown_at`: the last of them; `read_at`: opened first;
    `viewed_at`, `finished_at`: viewed first and came to its end first, as counting found valid.
    Forgotten by feed.services.visiting when the later of the two is older than settings.READING_KEPT.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings")
    post = models.ForeignKey(Post, models.CASCADE, related_name="readings")
    shown_count = models.PositiveIntegerField(default=0)
    shown_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    viewed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint("member", "post", name="feed_reading_once"),)
        indexes = (
            models.Index(
                F("member"),
                F("read_at").desc(),
                name="feed_reading_latest",
                condition=models.Q(read_at__isnull=False),
            ),
            models.Index(
                F("member"),
                F("finished_at").desc(),
                name="feed_reading_finished",
                condition=models.Q(finished_at__isnull=False),
            ),
            models.Index(Greatest("shown_at", "read_at"), name="feed_reading_age"),
        )

    def __str__(self) -> str:
        return f"{self.member_id}: {self.post_id}"
