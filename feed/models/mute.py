"""What members do not want to see."""

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Func, IntegerField, Q, Value
from django.db.models.functions import NullIf
from django.db.models.lookups import Exact
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feed.models.category import Category, Tag

if TYPE_CHECKING:
    from accounts.models import User

KEYWORD_LENGTH = 60
KIND_LABELS: Final[dict[str, Promise]] = {
    "author": _("author"),
    "category": _("category"),
    "tag": _("tag"),
    "keyword": _("word"),
}


class Mute(models.Model):
    """One thing that one member does not want to see: an author, a category, a tag or a keyword.

    `keyword`: one line, case-folded; posts that hold it in their title, excerpt or text are muted; "" for the others.
    What a mute does to a list: `PostQuerySet.unmuted_by`.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mutes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="muted_by"
    )
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="muted_by"
    )
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, blank=True, related_name="muted_by")
    keyword = models.CharField(_("keyword"), max_length=KEYWORD_LENGTH, blank=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("mute")
        verbose_name_plural = _("mutes")
        constraints = (
            models.UniqueConstraint(fields=["member", "author"], name="feed_mute_author_once"),
            models.UniqueConstraint(fields=["member", "category"], name="feed_mute_category_once"),
            models.UniqueConstraint(fields=["member", "tag"], name="feed_mute_tag_once"),
            models.UniqueConstraint(
                fields=["member", "keyword"],
                condition=~Q(keyword=""),
                name="feed_mute_keyword_once",
            ),
            models.CheckConstraint(
                condition=Exact(
                    Func(
                        F("author"),
                        F("category"),
                        F("tag"),
                        NullIf("keyword", Value("")),
                        function="num_nonnulls",
                        output_field=IntegerField(),
                    ),
                    1,
                ),
                name="feed_mute_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(author__isnull=True) | ~Q(author=F("member")),
                name="feed_mute_not_oneself",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.keyword or self.author_id or self.category_id or self.tag_id}"

    @property
    def thing(self) -> "User | Category | Tag | None":
        """The author, category or tag; None for a keyword."""
        return self.author or self.category or self.tag

    @property
    def kind(self) -> str:
        return next((name for name in KIND_LABELS if getattr(self, f"{name}_id", None)), "keyword")

    @property
    def kind_label(self) -> Promise:
        return KIND_LABELS[self.kind]
