"""Rules that moderators write: conditions on facts of a text, and what follows from them."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feed.models.judgement import MEMBER_KINDS, TextKind

NAME_LENGTH = 80


class RuleState(models.TextChoices):
    """Whether a rule is asked, and whether its answer counts."""

    OFF = "off", _("off")
    SHADOW = "shadow", _("watched only")
    ENFORCED = "enforced", _("in force")


class RuleAction(models.TextChoices):
    """What follows where the conditions hold."""

    HOLD = "hold", _("let a moderator look first")
    REJECT = "reject", _("refuse")
    TAG = "tag", _("add a tag")
    NOTIFY = "notify", _("publish, and tell moderators")


class RuleMatch(models.TextChoices):
    """How the conditions go together."""

    ALL = "all", _("all conditions hold")
    ANY = "any", _("at least one condition holds")


class Fact(models.TextChoices):
    """What a condition looks at; feed.spam.written says of which type each is."""

    KIND = "kind", _("kind: post, comment, profile or name")
    TITLE = "title", _("title, or name shown")
    TEXT = "text", _("title and text, or name and profile")
    WORDS = "words", _("number of words")
    LINKS = "links", _("number of links")
    DOMAIN = "domain", _("websites it points to")
    CATEGORY = "category", _("category (short name)")
    LANGUAGE = "language", _("language (code)")
    PROBABILITY = "probability", _("probability of spam (0 to 1)")
    AUTHOR = "author", _("author’s username")
    LEVEL = "level", _("author’s trust level (0 to 4)")
    DAYS = "days", _("days that the author is a member")


class Operator(models.TextChoices):
    """How a fact is compared with the value."""

    CONTAINS = "contains", _("contains")
    LACKS = "lacks", _("does not contain")
    IS = "is", _("is")
    IS_NOT = "is_not", _("is not")
    AT_LEAST = "at_least", _("is at least")
    AT_MOST = "at_most", _("is at most")
    MATCHES = "matches", _("matches the regular expression")


class WrittenRuleQuerySet(models.QuerySet["WrittenRule"]):
    def awake(self) -> Self:
        return self.exclude(state=RuleState.OFF).order_by("pk")


class WrittenRule(models.Model):
    """One rule; changed only by feed.services.ruling, which keeps each version.

    `tag`: a name for TAG; `words`: what the author reads where it refuses. `version`: grows with each change of what it says.
    `tried_version`, `tried_hits`, `tried_texts`, `tried_at`: of the last dry run; None before.
    """

    name = models.CharField(_("name"), max_length=NAME_LENGTH, unique=True)
    match = models.CharField(_("holds if"), max_length=3, choices=RuleMatch, default=RuleMatch.ALL)
    action = models.CharField(_("then"), max_length=6, choices=RuleAction, default=RuleAction.HOLD)
    tag = models.CharField(_("tag"), max_length=40, blank=True)
    words = models.CharField(
        _("what the author is told"), max_length=200, blank=True,
        help_text=_("Only for “refuse”: how to mend the text."),
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=8, choices=RuleState, default=RuleState.OFF, editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    tried_version = models.PositiveIntegerField(null=True, editable=False)
    tried_hits = models.PositiveIntegerField(_("hits in 30 days"), null=True, editable=False)
    tried_texts = models.PositiveIntegerField(_("texts tried"), null=True, editable=False)
    tried_at = models.DateTimeField(_("tried"), null=True, editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects: ClassVar = WrittenRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("written rule")
        verbose_name_plural = _("written rules")
        constraints = (
            models.CheckConstraint(
                condition=~Q(action="tag") | ~Q(tag=""),
                name="feed_rule_tag",
                violation_error_message=_("Say which tag is added."),
            ),
            models.CheckConstraint(
                condition=~Q(state="enforced") | Q(tried_version=F("version")),
                name="feed_rule_tried",
                violation_error_message=_("Try the rule before it is put in force."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class RuleCondition(models.Model):
    """One line of a rule: a fact, how it is compared, and with what."""

    rule = models.ForeignKey(WrittenRule, models.CASCADE, related_name="conditions")
    fact = models.CharField(_("fact"), max_length=12, choices=Fact)
    operator = models.CharField(_("comparison"), max_length=10, choices=Operator)
    value = models.CharField(_("value"), max_length=300)

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_fact_display()} {self.get_operator_display()} {self.value}"


class RuleVersion(models.Model):
    """What a rule said and did from a moment on, and who wanted it so; append-only.

    `definition`: {"name", "match", "action", "tag", "words", "conditions": [[fact, operator, value]]}.
    """

    rule = models.ForeignKey(WrittenRule, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=8, choices=RuleState)
    definition = models.JSONField(_("definition"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = (models.Index(F("rule"), F("id").desc(), name="feed_rule_version_newest"),)

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.number}"


class RuleHitQuerySet(models.QuerySet["RuleHit"]):
    def about(self, kind: str, pk: int) -> Self:
        return self.filter(kind=kind, subject_pk=pk)

    def about_case(self, kind: str, pk: int) -> Self:
        """As `about`; of a member: what hit the name or the profile."""
        if kind == "member":
            return self.filter(kind__in=MEMBER_KINDS, subject_pk=pk)
        return self.about(kind, pk)

    def unanswered(self) -> Self:
        return self.filter(is_open=True)


class RuleHit(models.Model):
    """A rule's conditions held for a text; of each version, the last time counts.

    `was_enforced`: False while the rule was only watched. `is_open`: it asks for a moderator's look (NOTIFY) and nobody has
    decided yet. `evidence`: the conditions that held, each {"words": what it saw}.
    """

    rule = models.ForeignKey(WrittenRule, models.CASCADE, related_name="hits")
    version = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=10, choices=TextKind)
    subject_pk = models.BigIntegerField(_("number"))
    was_enforced = models.BooleanField(_("in force"), default=False)
    is_open = models.BooleanField(_("open"), default=False)
    evidence = models.JSONField(_("evidence"), default=list)
    hit_at = models.DateTimeField(_("hit"), default=timezone.now)

    objects: ClassVar = RuleHitQuerySet.as_manager()

    class Meta:
        verbose_name = _("hit of a rule")
        verbose_name_plural = _("hits of rules")
        default_permissions = ("view",)
        constraints = (
            models.UniqueConstraint(
                "rule", "version", "kind", "subject_pk", name="feed_rule_hit_once"
            ),
        )
        indexes = (
            models.Index(F("kind"), F("subject_pk"), name="feed_rule_hit_text"),
            models.Index(F("hit_at").desc(), F("id").desc(), name="feed_rule_hit_newest"),
            models.Index(
                F("kind"), F("subject_pk"), name="feed_rule_hit_open", condition=Q(is_open=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule_id} v{self.version}: {self.kind} {self.subject_pk}"
