"""Feeds of other sites whose items are shown here as link posts, and hubs that are told of ours."""

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from feed.models.category import Category
from feed.models.link import URL_LENGTH
from feed.models.post import Post


class OutsideFeed(models.Model):
    """A feed elsewhere that a category shows.

    `author`: under whose name its items stand; by this member's standing they are judged. `due_at`: when it is asked
    (again); None when it is switched off or gone for good. `etag`, `modified`: as the server said them last.
    `failures`: in a row; `problem`: the last one's words, "" when all is well. Changed only by feed.services.subscribing.
    """

    url = models.CharField(
        _("address"),
        max_length=URL_LENGTH,
        unique=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    category = models.ForeignKey(
        Category, models.CASCADE, related_name="outside_feeds", verbose_name=_("category")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("shown under")
    )
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default="en"
    )
    is_on = models.BooleanField(_("switched on"), default=True)
    due_at = models.DateTimeField(_("asked next"), null=True, editable=False)
    polled_at = models.DateTimeField(_("asked last"), null=True, editable=False)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    modified = models.CharField(max_length=100, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0, editable=False)
    problem = models.CharField(_("problem"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("outside feed")
        verbose_name_plural = _("outside feeds")
        indexes = (
            models.Index(
                F("due_at"), F("id"), name="feed_outside_due", condition=Q(due_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.title or self.url

    @property
    def state(self) -> str:
        """How it is, in words."""
        if self.problem:
            return self.problem
        if not self.is_on:
            return gettext("switched off")
        return gettext("all is well") if self.polled_at else gettext("not asked yet")


class OutsideItem(models.Model):
    """An item of an outside feed that was seen; the constraint takes it in once.

    `post`: what it became; None where the page was posted here before, or the item was refused or deleted since.
    """

    feed = models.ForeignKey(OutsideFeed, models.CASCADE, related_name="items")
    external_id = models.CharField(max_length=64)
    url = models.CharField(_("address"), max_length=URL_LENGTH)
    post = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="+")
    seen_at = models.DateTimeField(_("seen"), auto_now_add=True)

    class Meta:
        verbose_name = _("outside item")
        verbose_name_plural = _("outside items")
        constraints = (
            models.UniqueConstraint("feed", "external_id", name="feed_outside_item_once"),
        )

    def __str__(self) -> str:
        return self.url


class HubPing(models.Model):
    """A feed of ours that the hub must be told of; the row goes when the hub has taken it.

    `path`: the feed's address up to its format. `attempts`: how often the hub did not take it.
    """

    path = models.CharField(max_length=300, unique=True)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("ping of the hub")
        verbose_name_plural = _("pings of the hub")
        indexes = (models.Index(F("due_at"), F("id"), name="feed_hub_ping_due"),)

    def __str__(self) -> str:
        return self.path
