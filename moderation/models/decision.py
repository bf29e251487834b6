"""What was decided, by whom, and why."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import TrustLevel
from moderation.errors import DecisionIsFinalError
from moderation.models.reason import (
    EXPLANATION_LENGTH,
    REASON_LENGTH,
    DecisionReason,
    explanation_of,
    words_of,
)

LABEL_LENGTH = 200
NOTE_LENGTH = 500
# Pages that list decisions show this (config.freshness).
DECISIONS_SHOWN = "decisions"
# In the evidence about a member: the trust level before, and after a change of it.
OLD_LEVEL, NEW_LEVEL = "trust_level", "new_trust_level"


class Verb(models.TextChoices):
    """What a decision does to its subject."""

    RELEASE = "release", _("released")
    HIDE = "hide", _("hidden")
    KEEP = "keep", _("found in order")
    RESTORE = "restore", _("restored")
    FEATURE = "feature", _("featured")
    UNFEATURE = "unfeature", _("no longer featured")
    PIN = "pin", _("pinned")
    UNPIN = "unpin", _("no longer pinned")
    QUARANTINE = "quarantine", _("put into quarantine")
    ACCEPT = "accept", _("accepted")
    REFUSE = "refuse", _("refused")
    SUSPEND = "suspend", _("suspended")
    REINSTATE = "reinstate", _("reinstated")
    WARN = "warn", _("warned")
    SILENCE = "silence", _("silenced")
    UNSILENCE = "unsilence", _("allowed to write again")
    UNWARN = "unwarn", _("no longer warned")
    VOUCH = "vouch", _("trusted")
    HOLD = "hold", _("put back to wait")
    LEVEL = "level", _("moved to another trust level")


class SubjectKind(models.TextChoices):
    """What a decision can be about."""

    POST = "post", _("post")
    COMMENT = "comment", _("comment")
    MEMBER = "member", _("member")
    CAMPAIGN = "campaign", _("campaign of spam")
    EDIT = "edit", _("waiting change")


def change_of_level(old: int | None, new: int | None) -> str:
    """As it is shown; "" where no level changed."""
    if old is None or new is None:
        return ""
    return f"{TrustLevel(old).label} → {TrustLevel(new).label}"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def about(self, kind: SubjectKind, pk: int) -> "DecisionQuerySet":
        return self.filter(subject_kind=kind, subject_pk=pk)

    def newest_first(self) -> "DecisionQuerySet":
        return self.order_by("-created_at", "-pk")

    def update(self, **_fields: Any) -> NoReturn:
        raise DecisionIsFinalError

    def delete(self) -> NoReturn:
        raise DecisionIsFinalError


class Decision(models.Model):
    """A moderator's or a rule's act on a subject; append-only, which a trigger in PostgreSQL also holds.

    `actor`: None for a rule; who has decided cannot be deleted, only suspended. The subject is named by kind
    and key, because the decision outlives it; `subject_label`: how it was called at that time.
    `reason_words`, `reason_explanation`: what its reason said then, "" in records from before that was kept.
    `evidence`: what the subject said and was just before the decision. `member_pk`: whom it concerns, who may read it
    and appeal; None where it was not kept. `expires_at`: end of a sanction; None for none. `reverses`: the decision that this
    one takes back, exactly; each is taken back once. `batch`: the act that it was part of, None for one by itself.
    """

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="decisions",
        verbose_name=_("decided by"),
    )
    verb = models.CharField(_("decision"), max_length=12, choices=Verb)
    subject_kind = models.CharField(_("kind"), max_length=10, choices=SubjectKind)
    subject_pk = models.BigIntegerField(_("number"))
    subject_label = models.CharField(_("about"), max_length=LABEL_LENGTH)
    # The foreign key in the database is made by hand (migration 0011), so that no lock lasts; the index below serves it.
    reason = models.ForeignKey(
        DecisionReason,
        models.PROTECT,
        db_column="reason",
        db_index=False,
        related_name="decisions",
        verbose_name=_("reason"),
    )
    reason_words = models.CharField(
        _("words of the reason"), max_length=REASON_LENGTH, blank=True, default="", db_default="", editable=False
    )  # fmt: skip
    reason_explanation = models.CharField(
        _("explanation of the reason"), max_length=EXPLANATION_LENGTH, blank=True, default="", db_default="", editable=False
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    evidence = models.JSONField(_("evidence"), default=dict)
    member_pk = models.BigIntegerField(_("member concerned"), null=True, editable=False)
    expires_at = models.DateTimeField(_("ends"), null=True, editable=False)
    reverses = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="reversal",
        verbose_name=_("takes back"),
    )
    batch = models.ForeignKey(
        "moderation.Batch", models.PROTECT, null=True, editable=False, related_name="decisions"
    )
    created_at = models.DateTimeField(_("decided"), auto_now_add=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        default_permissions = ("view",)
        indexes = (
            models.Index(F("created_at").desc(), F("id").desc(), name="moderation_newest"),
            models.Index(
                F("subject_kind"), F("subject_pk"), F("id").desc(), name="moderation_subject"
            ),
            models.Index(F("member_pk"), F("id").desc(), name="moderation_concerned"),
            models.Index(
                F("reason"), F("created_at").desc(), F("id").desc(), name="moderation_by_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_subject_kind_display()} {self.subject_pk}: {self.get_verb_display()}"

    @property
    def why(self) -> str:
        """The words of its reason as they were, in the reader's language."""
        return words_of(self.reason_id, self.reason_words)

    @property
    def explanation(self) -> str:
        """The rule of the house as it was, in the reader's language; "" where none was kept."""
        return explanation_of(self.reason_explanation)

    @property
    def is_about_member(self) -> bool:
        return self.subject_kind == SubjectKind.MEMBER

    @property
    def level_change(self) -> str:
        """From which trust level to which; "" for all other decisions."""
        return change_of_level(self.evidence.get(OLD_LEVEL), self.evidence.get(NEW_LEVEL))

    @property
    def lowers_level(self) -> bool:
        return bool(self.evidence.get(NEW_LEVEL, 0) < self.evidence.get(OLD_LEVEL, 0))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert, never update."""
        if not self._state.adding:
            raise DecisionIsFinalError
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise DecisionIsFinalError
