"""What the spam filter said of each text, and what it may learn from."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TextKind(models.TextChoices):
    """What the filter reads; with the key of the row it names one text."""

    POST = "post", _("post")
    COMMENT = "comment", _("comment")
    PROFILE = "profile", _("profile")
    NAME = "name", _("name at sign-up")


# Of these, the key is that of the member.
MEMBER_KINDS = (TextKind.PROFILE, TextKind.NAME)


class JudgementQuerySet(models.QuerySet["Judgement"]):
    def about(self, kind: TextKind, pk: int) -> Self:
        return self.filter(kind=kind, subject_pk=pk)

    def about_member(self, pk: int) -> Self:
        """What was said of a member's own words."""
        return self.filter(kind__in=MEMBER_KINDS, subject_pk=pk)

    def unanswered(self) -> Self:
        return self.filter(is_open=True)


class Judgement(models.Model):
    """The last verdict on one text.

    `action`: of feed.spam.verdict.Action; `probability`: of spam by the classifier, None where the rules judged alone;
    `model_version`: of the classifier, 0 for the one that is shipped, None for none.
    `evidence`: strongest first, each {"rule": English name, "strength": 0…1, "words": what it saw}.
    `is_open`: it is about a member's own words, which have no state to be held in, asks for a moderator's look, and
    nobody has decided yet.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=TextKind)
    subject_pk = models.BigIntegerField(_("number"))
    action = models.CharField(_("verdict"), max_length=10)
    probability = models.FloatField(_("probability of spam"), null=True)
    model_version = models.PositiveIntegerField(_("model"), null=True)
    evidence = models.JSONField(_("evidence"), default=list)
    judged_at = models.DateTimeField(_("judged"), default=timezone.now)
    is_open = models.BooleanField(_("open"), default=False, db_default=False)

    objects = JudgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("judgement")
        verbose_name_plural = _("judgements")
        default_permissions = ("view",)
        constraints = (
            models.UniqueConstraint("kind", "subject_pk", name="feed_judgement_once"),
            models.CheckConstraint(
                condition=Q(probability__isnull=True) | Q(probability__gte=0, probability__lte=1),
                name="feed_judgement_probability",
            ),
        )
        indexes = (
            models.Index(F("judged_at").desc(), F("id").desc(), name="feed_judgement_newest"),
            models.Index(F("id"), name="feed_judgement_open", condition=Q(is_open=True)),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_pk}: {self.action}"


class SpamExampleQuerySet(models.QuerySet["SpamExample"]):
    def unlearned(self) -> Self:
        return self.filter(learned_at=None).order_by("pk")


class SpamExample(models.Model):
    """A text that a moderator decided about; the last decision counts.

    `learned_at`: when the active model took it in; None while a task has still to do it.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=TextKind)
    subject_pk = models.BigIntegerField(_("number"))
    text = models.TextField(_("text"))
    is_spam = models.BooleanField(_("spam"))
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)
    learned_at = models.DateTimeField(_("learned"), null=True)

    objects = SpamExampleQuerySet.as_manager()

    class Meta:
        verbose_name = _("example for the spam filter")
        verbose_name_plural = _("examples for the spam filter")
        default_permissions = ("view",)
        constraints = (
            models.UniqueConstraint("kind", "subject_pk", name="feed_spam_example_once"),
        )
        indexes = (
            models.Index(F("id"), name="feed_spam_unlearned", condition=Q(learned_at=None)),
            models.Index(F("decided_at").desc(), name="feed_spam_example_new"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_pk}"


class SpamModel(models.Model):
    """A version of the classifier; its key is its version. The shipped one is a file and has no row: it is version 0.

    `weights`: as feed.spam.classifier writes them; moderators' decisions change those of the active one at once, and
    `learned_count` counts them. `figures`: what was measured before it could be swapped in.
    Changed only by feed.spam.store and feed.spam.learning.
    """

    is_active = models.BooleanField(_("in use"), default=False)
    weights = models.BinaryField(editable=False)
    learned_count = models.PositiveIntegerField(_("decisions learned since"), default=0)
    figures = models.JSONField(_("figures"), default=dict)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("version of the spam filter")
        verbose_name_plural = _("versions of the spam filter")
        default_permissions = ("view", "change")
        constraints = (
            models.UniqueConstraint(
                "is_active", name="feed_one_active_spam_model", condition=Q(is_active=True)
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
