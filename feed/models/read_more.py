"""The recommendations under a post, and what people say about them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, IntegerField, Q, Value
from django.db.models.functions import NullIf
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feed.models.post import Post


class ReadMoreList(models.Model):
    """What the engine recommends under one post; a page reads this one row.

    `items`: best first, at most 20, each {"post": pk, "score": 0…1, "reason": code, "words": what the reason names,
    "parts": the score's factors by name, "language": code}; may be empty. `recommended`: the posts in it.
    `engine`: name and version of what built it. `neighbours_due`: the lists that its post enters are still to be built.
    Changed only by feed.read_more.
    """

    post = models.OneToOneField(Post, models.CASCADE, related_name="read_more", primary_key=True)
    items = models.JSONField(_("items"), default=list)
    recommended = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    engine = models.CharField(_("engine"), max_length=40)
    built_at = models.DateTimeField(_("built"), db_index=True)
    neighbours_due = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        verbose_name = _("Read More list")
        verbose_name_plural = _("Read More lists")
        indexes = (
            GinIndex(fields=["recommended"], name="feed_read_more_in"),
            models.Index(F("post"), name="feed_read_more_spread", condition=Q(neighbours_due=True)),
        )

    def __str__(self) -> str:
        return f"{self.post_id}: {len(self.items)}"


class ReadMoreRun(models.Model):
    """One rebuilding of all lists: those built before `started_at` are still to be done.

    So it goes on where it stopped, however it stopped. At most one is unfinished.
    """

    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("rebuilding of Read More")
        verbose_name_plural = _("rebuildings of Read More")
        constraints = (
            models.UniqueConstraint(
                fields=["finished_at"],
                nulls_distinct=False,
                name="feed_read_more_one_run",
                condition=Q(finished_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.started_at}"


class CoRead(models.Model):
    """That the same members read both posts, and that more often than chance brings it about.

    `readers`: how many; never a few, so that no row tells of anybody. `strength`: 0…1 (feed.read_more.coreading).
    One row in each direction, a few for each post; made anew from what members read lately.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="co_read", db_index=False)
    other = models.ForeignKey(Post, models.CASCADE, related_name="+")
    readers = models.PositiveIntegerField(_("readers"))
    strength = models.FloatField(_("strength"))

    class Meta:
        verbose_name = _("posts read by the same members")
        verbose_name_plural = _("posts read by the same members")
        constraints = (models.UniqueConstraint("post", "other", name="feed_co_read_once"),)

    def __str__(self) -> str:
        return f"{self.post_id}: {self.other_id}"


class ReadMoreRule(models.Model):
    """A moderator's word on what is recommended; holds from the next build on until it is taken back.

    `under`: the list that it is about; None for all lists of the site. It names one thing: a post, an author, or
    `domain`: a host that posts point to, without "www."; only a post can be pinned.
    """

    class Verdict(models.TextChoices):
        PIN = "pin", _("pin")
        EXCLUDE = "exclude", _("exclude")

    verdict = models.CharField(_("rule"), max_length=10, choices=Verdict, default=Verdict.EXCLUDE)
    under = models.ForeignKey(
        Post,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="read_more_rules",
        verbose_name=_("under the post"),
        help_text=_("Empty: under all posts of the site."),
    )
    post = models.ForeignKey(
        Post, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("post")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    domain = models.CharField(
        _("site"),
        max_length=255,
        blank=True,
        help_text=_("The host that posts link to, such as example.org."),
    )
    note = models.CharField(_("reason"), max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("Read More rule")
        verbose_name_plural = _("Read More rules")
        constraints = (
            models.CheckConstraint(
                condition=Exact(
                    Func(
                        F("post"),
                        F("author"),
                        NullIf("domain", Value("")),
                        function="num_nonnulls",
                        output_field=IntegerField(),
                    ),
                    1,
                ),
                name="feed_read_more_rule_one_thing",
                violation_error_message=_("Name one thing: a post, an author or a site."),
            ),
            models.CheckConstraint(
                condition=Q(verdict="exclude") | Q(post__isnull=False),
                name="feed_read_more_rule_pins_posts",
                violation_error_message=_("Only a post can be pinned."),
            ),
            models.CheckConstraint(
                condition=Q(under__isnull=True) | Q(post__isnull=True) | ~Q(under=F("post")),
                name="feed_read_more_rule_not_itself",
                violation_error_message=_("A post is not recommended under itself."),
            ),
            models.UniqueConstraint(
                "verdict",
                "under",
                "post",
                "author",
                "domain",
                name="feed_read_more_rule_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.post or self.author or self.domain}"


class NotRelevant(models.Model):
    """A member said that `post` does not belong under `under`; it goes from that member's page at once."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="not_relevant"
    )
    under = models.ForeignKey(Post, models.CASCADE, related_name="not_relevant")
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("word against a recommendation")
        verbose_name_plural = _("words against recommendations")
        constraints = (
            models.UniqueConstraint("under", "post", "member", name="feed_not_relevant_once"),
        )

    def __str__(self) -> str:
        return f"{self.under_id}: {self.post_id}"
