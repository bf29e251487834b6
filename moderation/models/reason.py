"""Why something is decided: the reasons that moderators choose from, and the words that members read."""

from typing import Final, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

CODE_LENGTH: Final = 20
REASON_LENGTH: Final = 100
EXPLANATION_LENGTH: Final = 500


class Reason(models.TextChoices):
    """The reasons that come with the program, by their codes; their words are English, and translated where they are shown."""

    SPAM = "spam", gettext_noop("spam or hidden advertising")
    ABUSE = "abuse", gettext_noop("abuse or harassment")
    ILLEGAL = "illegal", gettext_noop("against the law")
    PRIVACY = "privacy", gettext_noop("someone’s private data")
    COPYRIGHT = "copyright", gettext_noop("someone else’s work")
    OFF_TOPIC = "off_topic", gettext_noop("off topic or a duplicate")
    IN_ORDER = "in_order", gettext_noop("in order")
    EDITORIAL = "editorial", gettext_noop("editorial choice")
    OTHER = "other", gettext_noop("other, see the note")


# The program decides for these by itself: where a rule decides, where a deed has a usual reason, where something is undone.
RELIED_ON: Final = (Reason.SPAM, Reason.IN_ORDER, Reason.EDITORIAL, Reason.OTHER)


class DecisionReasonQuerySet(models.QuerySet["DecisionReason"]):
    def offered(self) -> Self:
        return self.filter(is_offered=True)


class DecisionReason(models.Model):
    """A reason that moderators may choose; one that was used stays, and can only be withdrawn from the choice.

    Every decision keeps its words as they were (Decision.reason_words), so changing them here concerns later ones only.
    Triggers in PostgreSQL hold that no code changes and that none of RELIED_ON goes.
    """

    code = models.SlugField(
        _("code"),
        max_length=CODE_LENGTH,
        primary_key=True,
        help_text=_("For programs and addresses; it stays as it is."),
    )
    label = models.CharField(
        _("words"),
        max_length=REASON_LENGTH,
        help_text=_(
            "In the statement to the member, in the public log and where moderators choose."
        ),
    )
    explanation = models.CharField(
        _("explanation"),
        max_length=EXPLANATION_LENGTH,
        blank=True,
        help_text=_("What the member reads below these words: the rule of the house, in a sentence or two."),
    )  # fmt: skip
    is_spam = models.BooleanField(
        _("counts as spam"),
        default=False,
        help_text=_("The spam filter learns from what is hidden for it, and the figures count it."),
    )
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    is_offered = models.BooleanField(
        _("offered"),
        default=True,
        help_text=_("Whether moderators can choose it. What was decided for it keeps its words."),
    )

    objects = DecisionReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("reason of decisions")
        verbose_name_plural = _("reasons of decisions")
        default_permissions = ("add", "change", "view")
        ordering = ("position", "code")
        constraints = (
            models.CheckConstraint(
                condition=~Q(code__in=[reason.value for reason in RELIED_ON]) | Q(is_offered=True),
                name="moderation_reason_relied_on",
                violation_error_message=_("The program decides for this reason by itself, so it stays offered."),
            ),
            models.CheckConstraint(
                condition=~Q(code=Reason.SPAM.value) | Q(is_spam=True),
                name="moderation_reason_spam",
                violation_error_message=_("This reason always counts as spam."),
            ),
            models.CheckConstraint(condition=~Q(label=""), name="moderation_reason_words"),
        )  # fmt: skip

    def __str__(self) -> str:
        return gettext(self.label)

    @property
    def shown_explanation(self) -> str:
        """In the reader's language."""
        return explanation_of(self.explanation)


def words_of(code: str, kept: str) -> str:
    """The words of a reason in the reader's language. `kept`: as a decision kept them, "" for those of before it did."""
    if kept:
        return gettext(kept)
    return gettext(Reason(code).label) if code in Reason.values else code


def explanation_of(kept: str) -> str:
    """A rule of the house in the reader's language; "" where there is none."""
    return gettext(kept) if kept else ""
