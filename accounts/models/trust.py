"""What it takes to reach a trust level, and what each level may do."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import TrustLevel


class TrustRule(models.Model):
    """One row for each level, in one table that administrators change.

    The first group is what a member must have done to rise to the level, all of it; the level NEW asks nothing. The
    second is what the level may do: `posts_per_day`, `comments_per_day`, `edits_per_day` and `reactions_per_day` in 24 hours;
    `links_per_text`, `images_per_text`, `mentions_per_text` in one text; `report_weight`: how much a report counts.
    The standard rows are in accounts.standard_trust.
    """

    level = models.PositiveSmallIntegerField(_("level"), choices=TrustLevel, unique=True)
    needs_days = models.PositiveIntegerField(_("days a member"), default=0)
    needs_read = models.PositiveIntegerField(_("posts read"), default=0)
    needs_written = models.PositiveIntegerField(_("posts and comments that stand"), default=0)
    needs_appreciated = models.PositiveIntegerField(_("reactions received"), default=0)
    is_reached = models.BooleanField(
        _("is reached by itself"),
        default=True,
        help_text=_("If not, moderators alone give this level."),
    )
    links_per_text = models.PositiveSmallIntegerField(_("links in a text"), default=10)
    images_per_text = models.PositiveSmallIntegerField(_("pictures in a text"), default=10)
    mentions_per_text = models.PositiveSmallIntegerField(_("mentions in a text"), default=10)
    posts_per_day = models.PositiveSmallIntegerField(_("posts a day"), default=10)
    comments_per_day = models.PositiveSmallIntegerField(_("comments a day"), default=100)
    edits_per_day = models.PositiveSmallIntegerField(_("changes a day"), default=50)
    reactions_per_day = models.PositiveSmallIntegerField(_("reactions a day"), default=100)
    report_weight = models.FloatField(_("weight of a report"), default=1)
    has_followed_links = models.BooleanField(
        _("links are followed"),
        default=False,
        help_text=_("Links of this level carry no “nofollow”: search engines may follow them."),
    )

    class Meta:
        verbose_name = _("trust level")
        verbose_name_plural = _("trust levels")
        ordering = ("level",)
        default_permissions = ("view", "change")
        constraints = (
            models.CheckConstraint(
                condition=Q(report_weight__gte=0, report_weight__lte=10),
                name="accounts_trust_report_weight",
                violation_error_message=_("The weight of a report lies between 0 and 10."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_level_display())
