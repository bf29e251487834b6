"""Named positions on the site's pages."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class SponsorSlot(models.Model):
    """A position that templates name by `code`, such as "article-top".

    `width` and `height`: the box that a creative's picture is fitted into, in CSS pixels.
    The key is a small integer because `sponsors.placements` packs it into an event's subject.
    """

    id = models.SmallAutoField(primary_key=True)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    label = models.CharField(_("label"), max_length=60)
    description = models.CharField(_("description"), max_length=200, blank=True)
    width = models.PositiveSmallIntegerField(_("picture width"), validators=[MinValueValidator(1)])
    height = models.PositiveSmallIntegerField(
        _("picture height"), validators=[MinValueValidator(1)]
    )
    is_enabled = models.BooleanField(
        _("enabled"), default=True, help_text=_("A slot that is not enabled stays empty.")
    )

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(width__gt=0, height__gt=0), name="sponsors_slot_has_size"
            ),
        )

    def __str__(self) -> str:
        """In the reader's language, where the label is one of the site's own (sponsors.standard_slots)."""
        return gettext(self.label)
