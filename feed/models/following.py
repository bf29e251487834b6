"""What members follow beside each other: categories and tags."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from feed.models.category import Category, Tag


class CategoryFollow(models.Model):
    """A member wants to see what is filed under a category."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="category_follows"
    )
    category = models.ForeignKey(Category, models.CASCADE, related_name="follows")
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("followed category")
        verbose_name_plural = _("followed categories")
        constraints = (
            models.UniqueConstraint("member", "category", name="feed_category_follow_once"),
        )

    def __str__(self) -> str:
        return f"{self.member_id} → {self.category_id}"


class TagFollow(models.Model):
    """A member wants to see what carries a tag."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tag_follows")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="follows")
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("followed tag")
        verbose_name_plural = _("followed tags")
        constraints = (models.UniqueConstraint("member", "tag", name="feed_tag_follow_once"),)

    def __str__(self) -> str:
        return f"{self.member_id} → {self.tag_id}"
