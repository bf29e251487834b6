"""To whom a flight speaks; each list narrows it, an empty one does not."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from feed.models import Category, Tag


class Device(models.TextChoices):
    """What a page is read on, as far as the browser says."""

    PHONE = "phone", _("phone")
    TABLET = "tablet", _("tablet")
    DESKTOP = "desktop", _("computer")


class Targeting(models.Model):
    """The part of a flight that says where and when it may be shown.

    `countries`: ISO 3166 codes, from the header that BROADSHEET_COUNTRY_HEADER names. `hours`: of the day in UTC, 0 to 23.
    """

    categories = models.ManyToManyField(
        Category, related_name="+", blank=True, verbose_name=_("categories")
    )
    excluded_categories = models.ManyToManyField(
        Category, related_name="+", blank=True, verbose_name=_("not beside these categories")
    )
    tags = models.ManyToManyField(Tag, related_name="+", blank=True, verbose_name=_("tags"))
    languages = ArrayField(
        models.CharField(max_length=5, choices=settings.LANGUAGES),
        verbose_name=_("languages"),
        default=list,
        blank=True,
    )
    devices = ArrayField(
        models.CharField(max_length=10, choices=Device),
        verbose_name=_("devices"),
        default=list,
        blank=True,
    )
    countries = ArrayField(
        models.CharField(
            max_length=2,
            validators=[
                RegexValidator(r"^[A-Z]{2}\Z", _("Write two capital letters, such as NL."))
            ],
        ),
        verbose_name=_("countries"),
        default=list,
        blank=True,
        help_text=_("Two capital letters each, separated by commas, such as NL,BE."),
    )
    hours = ArrayField(
        models.PositiveSmallIntegerField(validators=[MaxValueValidator(23)]),
        verbose_name=_("hours of the day"),
        default=list,
        blank=True,
        help_text=_("From 0 to 23 in UTC, separated by commas, such as 6,7,8."),
    )

    class Meta:
        abstract = True
