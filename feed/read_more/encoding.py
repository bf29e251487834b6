"""Vectors of posts, and the change from one encoder to the next without a gap.

While a new encoder reads the posts, newest first, the old one serves, and what is published meanwhile is read by both.
Once every live post has been read, the new one serves, all lists are built again, and the old vectors go.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import connection, transaction

from feed.models import Encoder, Post, PostFeatures, PostVector, ReadMoreRun
from feed.models.vectors import VECTOR_SIZE
from feed.read_more.encoders.registry import encoder_named, wanted_encoder
from feed.read_more.features import full_text

if TYPE_CHECKING:
    from feed.read_more.encoders.interface import Vectors

# Some four texts a second on a core: one sweep takes about ten seconds.
BATCH: Final = 40
FORGET_BATCH: Final = 5_000


def serving_encoder() -> str:
    """The name of the encoder whose vectors make lists; "" while there is none."""
    return Encoder.objects.filter(is_serving=True).values_list("name", flat=True).first() or ""


def announce_wanted() -> None:
    """Enter the encoder that this version wants; it serves at once where none does."""
    wanted = wanted_encoder()
    if not wanted:
        return
    Encoder.objects.bulk_create([Encoder(name=wanted)], ignore_conflicts=True)
    if not serving_encoder():
        Encoder.objects.filter(name=wanted).update(is_serving=True)


def encode_post(post_pk: int) -> None:
    """Let the serving and the wanted encoder read one post, where they have not."""
    wanted = wanted_encoder()
    features = PostFeatures.objects.filter(post=post_pk).first() if wanted else None
    post = Post.objects.live().filter(pk=post_pk).first()
    if post is None or features is None or features.encoder == wanted:
        return
    announce_wanted()
    text = f"{post.title}. {full_text(post)}"
    for name in dict.fromkeys((serving_encoder(), wanted)):
        encoder = encoder_named(name)
        if encoder is not None:
            _store(post, name, encoder.encode(text, language=post.language))
    PostFeatures.objects.filter(post=post_pk, computed_at=features.computed_at).update(
        encoder=wanted
    )


def encode_unread(*, limit: int = BATCH) -> list[int]:
    """Read live posts that the wanted encoder has not read, newest first; which they are."""
    announce_wanted()
    pks = list(unread_posts(limit=limit))
    for pk in pks:
        encode_post(pk)
    return pks


def unread_posts(*, limit: int) -> Iterable[int]:
    """Live posts with features that the wanted encoder has still to read, newest first."""
    wanted = wanted_encoder()
    if not wanted:
        return []
    others = Encoder.objects.exclude(name=wanted).values_list("name", flat=True)
    return (
        Post.objects.live()
        .filter(features__encoder__in=["", *others])
        .order_by("-pk")
        .values_list("pk", flat=True)[:limit]
    )


@transaction.atomic
def switch_when_read(*, now: datetime) -> bool:
    """Let the wanted encoder serve once it has read everything; True when it took over in this call."""
    standing = list(Encoder.objects.select_for_update().order_by("name"))
    serving = next((one.name for one in standing if one.is_serving), "")
    wanted = wanted_encoder()
    is_known = any(one.name == wanted for one in standing)
    if not is_known or serving == wanted or list(unread_posts(limit=1)):
        return False
    Encoder.objects.filter(is_serving=True).update(is_serving=False)
    Encoder.objects.filter(name=wanted).update(is_serving=True)
    ReadMoreRun.objects.filter(finished_at=None).delete()
    ReadMoreRun.objects.create(started_at=now)
    return True


def forget_old_vectors() -> int:
    """Delete vectors of encoders that neither serve nor are wanted, some at a time; returns how many."""
    kept = [serving_encoder(), wanted_encoder()]
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM feed_postvector WHERE id IN"
            " (SELECT id FROM feed_postvector WHERE encoder_id <> ALL(%s) LIMIT %s)",
            [kept, FORGET_BATCH],
        )
        gone: int = cursor.rowcount
    if gone == 0:
        Encoder.objects.exclude(name__in=kept).delete()
    return gone


def _store(post: Post, name: str, vector: "Vectors | None") -> None:
    """Keep a vector, filled up with zeros; where there is none, an older one goes."""
    if vector is None:
        PostVector.objects.filter(post=post, encoder=name).delete()
        return
    dense = [*vector.tolist(), *[0.0] * (VECTOR_SIZE - len(vector))]
    row = PostVector(post=post, encoder_id=name, language=post.language, dense=dense)
    PostVector.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["post", "encoder"],
        update_fields=["dense", "language"],
    )
