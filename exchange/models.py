"""What has come in from elsewhere, so that an import can stop anywhere, go on, and be repeated without effect."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feed.models import Post
from feed.models.link import URL_LENGTH

SOURCE_LENGTH = 200
ID_LENGTH = 300


class Run(models.Model):
    """One import, told by its source.

    `source`: names what is imported: the address of the old site, or the id of an archive. `place`: how far an archive
    has been read, as the kind of rows and the number of lines. `finished_at`: None while it goes on or was stopped.
    """

    source = models.CharField(_("source"), max_length=SOURCE_LENGTH, unique=True)
    place = models.JSONField(default=dict)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.source


class RowKind(models.TextChoices):
    """What a row from elsewhere has become."""

    MEMBER = "member", _("member")
    CATEGORY = "category", _("category")
    POST = "post", _("post")
    COMMENT = "comment", _("comment")


class ImportedRow(models.Model):
    """One thing from elsewhere, and the primary key of what it has become here; the constraint imports it once."""

    source = models.CharField(_("source"), max_length=SOURCE_LENGTH)
    kind = models.CharField(_("kind"), max_length=10, choices=RowKind)
    external_id = models.CharField(_("id there"), max_length=ID_LENGTH)
    target = models.BigIntegerField(_("key here"))

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        constraints = (
            models.UniqueConstraint("source", "kind", "external_id", name="exchange_row_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id}"


class OldAddress(models.Model):
    """Where a post stood on the site it came from; asked only where nothing else answers.

    `path`: path and query, without the host.
    """

    path = models.CharField(_("old address"), max_length=URL_LENGTH, unique=True)
    post = models.ForeignKey(
        Post, models.CASCADE, related_name="old_addresses", verbose_name=_("post")
    )

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")

    def __str__(self) -> str:
        return self.path


class PendingPicture(models.Model):
    """A picture of an imported post that a task must still fetch; gone when the post shows a copy of ours.

    `due_at`: when to look (again); None where nothing helps any more. `problem`: why not yet, in the
    source's language, to be shown by feed.fetching.errors.retold; "" before the first try.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="+", verbose_name=_("post"))
    url = models.CharField(_("address"), max_length=URL_LENGTH)
    is_lead = models.BooleanField(_("above the text"), default=False)
    alt = models.CharField(max_length=250, blank=True)
    due_at = models.DateTimeField(_("due"), null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(_("problem"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("picture to be fetched")
        verbose_name_plural = _("pictures to be fetched")
        constraints = (
            models.UniqueConstraint("post", "url", "is_lead", name="exchange_picture_once"),
        )
        indexes = (
            models.Index(
                F("due_at"), F("id"), name="exchange_picture_due", condition=Q(due_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.url
