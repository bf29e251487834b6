"""Pictures that members upload."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.files import ImageField

# How the name of a file in that format ends.
AVIF = ".avif"


class Image(models.Model):
    """A picture, re-encoded by us in several widths; the uploaded bytes are never kept.

    `file` is the largest rendition; `renditions` lists all as {"name", "width", "height"}: WebP, then, once a task made
    them, their AVIF twins, each narrowest first (feed.text.renditions has the names).
    `focus_x`, `focus_y`: the point that must stay in view where the picture is cropped, in percent from the left and top.
    `renditions_due`: better encodings are still to be made by a task; the sweeper's mark.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="images")
    file = ImageField(_("file"), upload_to="images/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(_("width"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height"), editable=False, default=0)
    renditions = models.JSONField(_("renditions"), default=list, editable=False)
    alt = models.CharField(_("description for those who cannot see it"), max_length=250, blank=True)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=100, blank=True)
    focus_x = models.PositiveSmallIntegerField(
        _("focus, across"), default=50, validators=[MaxValueValidator(100)]
    )
    focus_y = models.PositiveSmallIntegerField(
        _("focus, down"), default=50, validators=[MaxValueValidator(100)]
    )
    renditions_due = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        indexes = (
            models.Index(F("file"), name="feed_image_file"),
            models.Index(F("id"), name="feed_image_due", condition=Q(renditions_due=True)),
        )

    def __str__(self) -> str:
        return self.alt or str(self.file.name)

    @property
    def url(self) -> str:
        return str(self.file.url)

    @property
    def thumbnail_url(self) -> str:
        """The narrowest rendition, for lists."""
        return self._url(self.renditions[0]) if self.renditions else self.url

    @property
    def srcset(self) -> str:
        """Value of an `srcset` attribute: every WebP rendition with its width."""
        return self._srcset(is_avif=False)

    @property
    def avif_srcset(self) -> str:
        """The same of AVIF; "" while there is none."""
        return self._srcset(is_avif=True)

    @property
    def focus_class(self) -> str:
        """Classes of the style sheet that keep the focus in view, to ten percent; "" for the middle."""
        x, y = round(self.focus_x / 10) * 10, round(self.focus_y / 10) * 10
        return "" if (x, y) == (50, 50) else f"focus-x-{x} focus-y-{y}"

    def _srcset(self, *, is_avif: bool) -> str:
        fitting = (item for item in self.renditions if item["name"].endswith(AVIF) == is_avif)
        return ", ".join(f"{self._url(item)} {item['width']}w" for item in fitting)

    def _url(self, rendition: dict[str, Any]) -> str:
        return str(self.file.storage.url(rendition["name"]))
