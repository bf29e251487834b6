"""Meaning as numbers: what encoders made of posts."""

from typing import Final

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from pgvector.django import BitField, HalfVectorField, HnswIndex

from feed.models.post import Post

# Vectors of shorter encoders are filled up with zeros, which changes no cosine.
VECTOR_SIZE: Final = 1152


class Encoder(models.Model):
    """An encoder that has made vectors here. `is_serving`: lists are built from its vectors.

    A new encoder serves once it has read every live post; until then the old one does. Changed only by
    feed.read_more.features.
    """

    name = models.CharField(_("name"), max_length=40, primary_key=True)
    is_serving = models.BooleanField(_("serving"), default=False)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("encoder")
        verbose_name_plural = _("encoders")
        constraints = (
            models.UniqueConstraint(
                fields=["is_serving"], condition=Q(is_serving=True), name="feed_encoder_one_serves"
            ),
        )

    def __str__(self) -> str:
        return self.name


class PostVector(models.Model):
    """What one encoder made of one post; none where it knows no word or not the language.

    `language`: the post's, so that a search can pass over its own language. The index holds the signs of the numbers alone:
    a search finds what has most signs in common, then measures what it found (feed.read_more.candidates).
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="vectors")
    encoder = models.ForeignKey(Encoder, models.CASCADE, related_name="+")
    language = models.CharField(max_length=5, db_default="")
    dense = HalfVectorField(dimensions=VECTOR_SIZE)

    class Meta:
        verbose_name = _("vector")
        verbose_name_plural = _("vectors")
        constraints = (models.UniqueConstraint("post", "encoder", name="feed_vector_once"),)
        indexes = (
            HnswIndex(
                OpClass(
                    Cast(
                        Func(F("dense"), function="binary_quantize", output_field=BitField()),
                        BitField(length=VECTOR_SIZE),
                    ),
                    name="bit_hamming_ops",
                ),
                name="feed_vector_signs",
                m=16,
                ef_construction=64,
            ),
        )

    def __str__(self) -> str:
        return f"{self.post_id}: {self.encoder_id}"
