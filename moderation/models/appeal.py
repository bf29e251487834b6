"""What a member answers to a decision."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from moderation.models.decision import Decision

APPEAL_LENGTH = 2000


class AppealState(models.TextChoices):
    """How it ended."""

    OPEN = "open", _("open")
    UPHELD = "upheld", _("the decision stands")
    OVERTURNED = "overturned", _("the decision is taken back")


class AppealQuerySet(models.QuerySet["Appeal"]):
    def unanswered(self) -> Self:
        return self.filter(state=AppealState.OPEN)


class Appeal(models.Model):
    """A member asks that another moderator looks at a decision; at most one for each decision."""

    decision = models.OneToOneField(
        Decision, models.PROTECT, related_name="appeal", verbose_name=_("decision")
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="appeals", verbose_name=_("member")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=AppealState, default=AppealState.OPEN
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("answered by"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("appealed"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered"), null=True)

    objects: ClassVar = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        default_permissions = ("view",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open") | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="moderation_appeal_answered",
            ),
        )
        indexes = (models.Index(F("id"), name="moderation_appeal_open", condition=Q(state="open")),)

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.get_state_display()}"


class AppealMessage(models.Model):
    """One turn of the dialogue about a decision, by the member or a moderator."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    words = models.TextField(_("message"), max_length=APPEAL_LENGTH)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        default_permissions = ()
        indexes = (models.Index(F("appeal"), F("id"), name="moderation_appeal_turns"),)

    def __str__(self) -> str:
        return self.words[:60]
