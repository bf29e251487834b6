"""Computing and storing what a post's own text says: terms, names, min-hashes and vectors.

Every function may run twice and at once: what was read is stored only if the post has not changed meanwhile.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Q, QuerySet

from feed.models import Post, PostFeatures
from feed.read_more.names import names_in
from feed.read_more.terms import RECIPE, terms_of
from feed.text.plain import text_of
from feed.text.shingles import min_hashes

BATCH: Final = 50


def refresh_features(post_pk: int, *, now: datetime) -> bool:
    """Read a post again if it changed since it was read; whether it did."""
    post = stale_posts().filter(pk=post_pk).prefetch_related("tags").first()
    if post is None:
        return False
    text = full_text(post)
    terms = terms_of(title=post.title, text=text, language=post.language)
    _store(
        post,
        PostFeatures(
            post=post,
            recipe=RECIPE,
            version=post.version,
            term_ids=list(terms.ids),
            term_weights=list(terms.weights),
            names=list(names_in(text, tags=[tag.name for tag in post.tags.all()])),
            min_hashes=list(min_hashes(f"{post.title}\n{text}")),
            encoder="",
            computed_at=now,
            is_due=False,
        ),
    )
    return True


def stale_posts() -> QuerySet[Post]:
    """Live posts whose features are missing, marked as due, of another version of the text, or made by another recipe."""
    is_stale = (
        Q(features__isnull=True)
        | Q(features__is_due=True)
        | ~Q(features__version=F("version"))
        | ~Q(features__recipe=RECIPE)
    )
    return Post.objects.live().filter(is_stale)


def full_text(post: Post) -> str:
    """What a reader reads below the title; of a link without a text, what the page elsewhere says of itself."""
    text = text_of(post.body_html)
    return text or post.excerpt


@transaction.atomic
def _store(post: Post, features: PostFeatures) -> None:
    """An edit that came after the reading is noticed here, or waits for the lock and makes the row stale again."""
    standing = Post.objects.select_for_update(of=("self",), no_key=True).filter(pk=post.pk)
    if not standing.filter(version=post.version).exists():
        return
    made = (
        "recipe", "version", "term_ids", "term_weights", "names", "min_hashes", "encoder", "computed_at",
        "is_due",
    )  # fmt: skip
    PostFeatures.objects.bulk_create(
        [features], update_conflicts=True, unique_fields=["post"], update_fields=made
    )
