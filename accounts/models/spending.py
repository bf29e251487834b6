"""What members have done of what their trust level allows a day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Deed(models.TextChoices):
    """What is counted; each has its limit in accounts.models.TrustRule."""

    POST = "post", _("post")
    COMMENT = "comment", _("comment")
    EDIT = "edit", _("change")
    REACTION = "reaction", _("reaction")


class Spending(models.Model):
    """How often a member has done something in the 24 hours since `since`; changed only by accounts.services.spending.

    One row for each member and deed, used again for the next 24 hours, so that the table does not grow by the day.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    deed = models.CharField(max_length=10, choices=Deed)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint("member", "deed", name="accounts_spending_once"),)

    def __str__(self) -> str:
        return f"{self.member_id} {self.deed}: {self.count}"
