"""Pages elsewhere that posts point to."""

from urllib.parse import urlsplit

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feed.models.image import Image

URL_LENGTH = 1_000


class PreviewStatus(models.TextChoices):
    """What the fetching task knows of the page."""

    DUE = "due", _("to be fetched")
    READY = "ready", _("fetched")
    FAILED = "failed", _("could not be fetched")


class LinkPreview(models.Model):
    """What a page elsewhere says of itself; one row for each normalised address, shared by all posts to it.

    `due_at`: when a task should look (again); None where nothing is left to do. Changed only by feed.services.linking.
    """

    url = models.CharField(_("address"), max_length=URL_LENGTH, unique=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    description = models.CharField(_("description"), max_length=500, blank=True)
    site_name = models.CharField(_("site"), max_length=100, blank=True)
    image = models.ForeignKey(Image, models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(
        _("status"), max_length=10, choices=PreviewStatus, default=PreviewStatus.DUE
    )
    problem = models.CharField(_("problem"), max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(_("fetched"), null=True, blank=True)

    class Meta:
        verbose_name = _("link preview")
        verbose_name_plural = _("link previews")
        indexes = (
            models.Index(
                F("due_at"), F("id"), name="feed_link_due", condition=Q(due_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.url

    @property
    def site(self) -> str:
        """What readers know the place by: its own name, else its host."""
        return self.site_name or (urlsplit(self.url).hostname or "").removeprefix("www.")
