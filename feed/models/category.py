"""Sections and keywords under which posts are filed."""

from functools import lru_cache

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import CATEGORY_MODERATORS


@lru_cache(maxsize=1_000)
def _list_of(view_name: str, slug: str) -> str:
    """Asked for each card."""
    return reverse(view_name, args=[slug])


class Category(models.Model):
    """Editorial section; every post is in exactly one.

    `post_count`: published posts; changed only by feed.services. `moderators`: members of the role "category
    moderators" who look after this category, and no other.
    """

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    post_count = models.PositiveIntegerField(_("posts"), default=0, editable=False)
    moderators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="moderated_categories",
        limit_choices_to={"groups__name": CATEGORY_MODERATORS},
        verbose_name=_("category moderators"),
    )

    class Meta:
        ordering = ("position", "name")
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return _list_of("feed:category", self.slug)


class Tag(models.Model):
    """Free keyword; a post has up to five.

    `post_count`: published posts; changed only by feed.services.
    """

    name = models.CharField(_("name"), max_length=40, unique=True)
    slug = models.SlugField(_("slug"), max_length=40, unique=True, allow_unicode=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    post_count = models.PositiveIntegerField(_("posts"), default=0, editable=False)

    class Meta:
        ordering = ("name",)
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return _list_of("feed:tag", self.slug)
