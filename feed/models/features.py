"""What machines know of a post from its own text: stored once, so that comparing posts is arithmetic."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feed.models.post import Post


class PostFeaturesQuerySet(models.QuerySet["PostFeatures"]):
    """The vocabulary for features."""

    def keep(self, post_pk: int, **found: Any) -> None:
        """Write these fields of a post's row, made if there is none, in one statement."""
        self.bulk_create(
            [PostFeatures(post_id=post_pk, **found)],
            update_conflicts=True,
            unique_fields=["post"],
            update_fields=list(found),
        )


class PostFeatures(models.Model):
    """One row for each post that is or was live.

    `recipe`: name and version of what made the terms and the min-hashes; "" until they are made.
    `version`: of the post that was read; 0 for none.
    `term_ids`, `term_weights`: the heaviest hashed stems, ascending, and their weights in ten-thousandths of a
    vector of length 1.
    `names`: what the post is about, in its own letters, weightiest first: tags and capitalised names; at most twelve.
    `min_hashes`: a sample of the text's runs of five words (feed.text.shingles), ascending.
    `spam_probability`, `copied_share`: 0…1; None until feed.spam has judged.
    `encoder`: the newest encoder that has read the post, whether it made a vector of it or not; "" for none.
    `is_due`: to be read again, whatever its version; cleared by feed.read_more.features.
    """

    post = models.OneToOneField(Post, models.CASCADE, related_name="features", primary_key=True)
    recipe = models.CharField(_("recipe"), max_length=40, blank=True)
    version = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    term_ids = ArrayField(models.IntegerField(), default=list)
    term_weights = ArrayField(models.SmallIntegerField(), default=list)
    names = ArrayField(models.CharField(max_length=60), default=list, db_default=[])
    min_hashes = ArrayField(models.IntegerField(), default=list)
    spam_probability = models.FloatField(_("spam probability"), null=True)
    copied_share = models.FloatField(_("copied share"), null=True)
    encoder = models.CharField(
        _("encoder"), max_length=40, blank=True, db_default="", db_index=True
    )
    computed_at = models.DateTimeField(_("computed"), null=True)
    is_due = models.BooleanField(default=True)

    objects: ClassVar = PostFeaturesQuerySet.as_manager()

    class Meta:
        verbose_name = _("features of a post")
        verbose_name_plural = _("features of posts")
        indexes = (
            GinIndex(fields=["term_ids"], name="feed_features_terms"),
            GinIndex(fields=["min_hashes"], name="feed_features_min_hashes"),
            models.Index(F("post"), name="feed_features_due", condition=Q(is_due=True)),
        )

    def __str__(self) -> str:
        return str(self.post_id)
