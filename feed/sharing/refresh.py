"""The door to the drawing board: reads a post, draws its picture, stores it.

Every function may run twice and at once: the file's name is made from all that the picture shows, so the second run
finds it there, and `share_image_due` is cleared only while the row is as it was read.
"""

import json
from contextlib import suppress
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils.crypto import salted_hmac
from PIL import Image as Pillow

from feed import shown
from feed.models import Image, Post, SiteSettings
from feed.sharing.card import Card, draw_card
from feed.sharing.fonts import UndrawableError

# A change here gives every picture another name, so that those that are drawn anew replace the old ones.
LOOK: Final = 1
BATCH: Final = 50


def refresh_share_image(post_pk: int) -> None:
    """Draw the picture of a post that readers and search engines may see; remove that of any other."""
    with transaction.atomic():
        post = _locked(post_pk)
        if post is None:
            return
        old = post.share_image.name
        post.share_image = _drawn(post) if post.is_live and post.author.has_standing else ""
        post.share_image_due = False
        post.save(update_fields=["share_image", "share_image_due"])
        shown.tell_changed(post.pk)
        if old and old != post.share_image.name:
            transaction.on_commit(lambda: remove_file(old))


def refresh_due() -> int:
    """Draw what is marked as due, at most `BATCH`; returns how many."""
    due = Post.objects.filter(share_image_due=True).order_by("pk")
    pks = list(due.values_list("pk", flat=True)[:BATCH])
    for pk in pks:
        refresh_share_image(pk)
    return len(pks)


def remove_file(name: str) -> None:
    """Remove a picture that no post shows any more; one that is gone is no error."""
    if name:
        _storage().delete(name)


def _locked(post_pk: int) -> Post | None:
    """The row as it stands now, with what the picture shows; an edit waits for the picture, some tenths of a second."""
    posts = Post.objects.select_for_update(of=("self",), no_key=True)
    return posts.with_cards().filter(pk=post_pk).first()


def _drawn(post: Post) -> str:
    """Name of the post's picture, drawn if it is not there yet; "" where it cannot be drawn."""
    card = _card(post)
    name = _name(post, card)
    if _storage().exists(name):
        return name
    try:
        picture = draw_card(card, photograph=_photograph(post.lead_image))
    except UndrawableError:
        return ""
    return _storage().save(name, ContentFile(picture))


def _card(post: Post) -> Card:
    site = SiteSettings.objects.filter(pk=SiteSettings.ONLY).first() or SiteSettings()
    image = post.lead_image
    return Card(
        title=post.title,
        category=post.category.name,
        author=post.author.name,
        site=site.name,
        focus=(image.focus_x, image.focus_y) if image else (50, 50),
    )


def _name(post: Post, card: Card) -> str:
    """Another one for each change of what is shown, and not to be guessed."""
    source = post.lead_image.file.name if post.lead_image else ""
    shown = json.dumps([LOOK, post.pk, source, card.__dict__], default=str)
    digest = salted_hmac("feed.sharing", shown, algorithm="sha256").hexdigest()
    return f"share/{digest[:40]}.jpg"


def _photograph(image: Image | None) -> Pillow.Image | None:
    """One of our own renditions, decoded; None where its file is gone or broken. A store that is away is an error: it comes back."""
    if image is None:
        return None
    try:
        source = image.file.open()
    except FileNotFoundError:
        return None
    with (
        source,
        suppress(OSError, SyntaxError, ValueError),
        Pillow.open(source) as picture,
    ):
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    return None


def _storage() -> Storage:
    return Post._meta.get_field("share_image").storage
