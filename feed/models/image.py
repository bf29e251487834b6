"""Pictures that members upload."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Image(models.Model):
    """A picture, re-encoded by us in several widths; the uploaded bytes are never kept.

    `file` is the largest rendition; `renditions` lists all as {"name", "width", "height"}, narrowest first.
    `focus_x`, `focus_y`: the point that must stay in view where the picture is cropped, in percent from the start and top.
    `renditions_due`: better encodings are still to be made by a task; the sweeper's mark.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="images")
    file = models.ImageField(
        _("file"), upload_to="images/", width_field="width", height_field="height"
    )
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
        """Value of an `srcset` attribute: every rendition with its width."""
        return ", ".join(f"{self._url(item)} {item['width']}w" for item in self.renditions)

    def _url(self, rendition: dict[str, Any]) -> str:
        return str(self.file.storage.url(rendition["name"]))
